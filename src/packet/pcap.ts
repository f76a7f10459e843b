/** One packet of a capture file. */
export interface PcapRecord {
  /** Nanoseconds since 1970. */
  readonly timestamp: bigint;
  readonly bytes: Uint8Array;
  /** Bytes on the wire. Default: those captured. */
  readonly length?: number;
}

/** Magic number of the classic format with nanosecond timestamps; its byte order is that of all numbers. */
const MAGIC_NANOSECONDS = 0xa1b23c4d;
const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const MAX_SNAPLEN = 262_144;

/** LINKTYPE_ETHERNET and LINKTYPE_RAW: packets that begin with an Ethernet or with an IP header. */
const linkTypes = { ethernet: 1, ip: 101 } as const;

/**
 * A capture file of frames, or of any other packets, that tcpdump, tshark and Wireshark read: the classic libpcap format, draft-ietf-opsawg-pcap.
 * Equivalent: `tcpdump -w FILE --nano`.
 */
export function encodePcap(
  records: Iterable<PcapRecord>,
  link: keyof typeof linkTypes = 'ethernet',
): Uint8Array {
  if (typeof records !== 'object' || records === null || !(Symbol.iterator in records))
    throw new TypeError('encodePcap takes a list of frames, or of other packets with timestamp and bytes');
  if (!Object.hasOwn(linkTypes, link)) throw new TypeError(`link must be 'ethernet' or 'ip', not '${link}'`);
  const all = [...records];
  const size = all.reduce((sum, { bytes }) => sum + RECORD_HEADER + bytes.length, FILE_HEADER);
  const file = new Uint8Array(size);
  const view = new DataView(file.buffer);
  view.setUint32(0, MAGIC_NANOSECONDS);
  view.setUint16(4, 2);
  view.setUint16(6, 4);
  view.setUint32(16, MAX_SNAPLEN);
  view.setUint32(20, linkTypes[link]);

  let at = FILE_HEADER;
  for (const { timestamp, bytes, length = bytes.length } of all) {
    view.setUint32(at, Number(timestamp / 1_000_000_000n));
    view.setUint32(at + 4, Number(timestamp % 1_000_000_000n));
    view.setUint32(at + 8, bytes.length);
    view.setUint32(at + 12, length);
    file.set(bytes, at + RECORD_HEADER);
    at += RECORD_HEADER + bytes.length;
  }
  return file;
}
