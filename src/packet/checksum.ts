import { parseIp } from './address.js';

/**
 * The Internet checksum (RFC 1071) of all parts as if they followed each other; every part but the last must have
 * an even length. Over data that carries its own checksum the result is 0 when that checksum is right.
 */
export function internetChecksum(...parts: Uint8Array[]): number {
  let sum = 0;
  for (const part of parts) {
    for (let at = 0; at < part.length; at += 2) sum += ((part[at] ?? 0) << 8) | (part[at + 1] ?? 0);
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return ~sum & 0xffff;
}

/** The two ends of a datagram, as text or bytes of one IP version. */
export interface Endpoints {
  readonly source: string | Uint8Array;
  readonly destination: string | Uint8Array;
}

/**
 * The pseudo header that transport checksums cover besides the segment: RFC 9293 section 3.1 for IPv4, RFC 8200
 * section 8.1 for IPv6.
 *
 * @throws TypeError if an address is no IP address, or the two are of different versions.
 */
export function pseudoHeader(ends: Endpoints, protocol: number, length: number): Uint8Array {
  const source = addressBytes('source', ends.source);
  const destination = addressBytes('destination', ends.destination);
  if (source.length !== destination.length) {
    throw new TypeError(
      `source ${ends.source} and destination ${ends.destination} are of different IP versions`,
    );
  }

  // Both forms are the addresses, the length and the protocol as right-aligned words; IPv4's are of 16 bits.
  const word = source.length === 4 ? 2 : 4;
  const bytes = new Uint8Array(2 * source.length + 2 * word);
  bytes.set(source);
  bytes.set(destination, source.length);
  const view = new DataView(bytes.buffer, 2 * source.length);
  if (word === 2) {
    view.setUint16(0, protocol);
    view.setUint16(2, length);
  } else {
    view.setUint32(0, length);
    view.setUint32(4, protocol);
  }
  return bytes;
}

/** The checksum of a TCP, UDP or ICMPv6 segment between two ends. */
export function transportChecksum(ends: Endpoints, protocol: number, segment: Uint8Array): number {
  return internetChecksum(pseudoHeader(ends, protocol, segment.length), segment);
}

/** The bytes of an address that is given as either. */
export function addressBytes(field: string, address: string | Uint8Array): Uint8Array {
  if (typeof address !== 'string') return address;
  const bytes = parseIp(address);
  if (!bytes) throw new TypeError(`${field} must be an IPv4 or IPv6 address, not ${JSON.stringify(address)}`);
  return bytes;
}
