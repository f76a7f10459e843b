import { formatIp } from '../packet/address.js';
import { LITTLE_ENDIAN } from '../wire/endian.js';

/** Size of ProbeHeader in native/core/tcp_probe_socket.h, which this reads. */
const HEADER = 40;

/** A segment that arrived, or an error of which the segment's start was quoted. */
export interface Received {
  /** Nanoseconds since 1970. */
  readonly timestamp: bigint;
  /** The segment, or as much of one as an error quotes. */
  readonly segment: Uint8Array;
  /** 0 for a segment, otherwise what the kernel made of an error. */
  readonly errno: number;
  /** Where an error comes from: SO_EE_ORIGIN_*. */
  readonly origin: number;
  readonly type: number;
  readonly code: number;
  readonly hops: number;
  readonly from: string;
}

/** What the addon hands over in one piece. */
export function decodeReceived(batch: ArrayBuffer, addressLength: 4 | 16): Received[] {
  const view = new DataView(batch);
  const received: Received[] = [];
  for (let at = 0; at < batch.byteLength; ) {
    const length = view.getUint32(at + 8, LITTLE_ENDIAN);
    received.push({
      timestamp: view.getBigUint64(at, LITTLE_ENDIAN),
      segment: new Uint8Array(batch, at + HEADER, length),
      errno: view.getUint32(at + 12, LITTLE_ENDIAN),
      origin: view.getUint8(at + 20),
      type: view.getUint8(at + 21),
      code: view.getUint8(at + 22),
      hops: view.getUint8(at + 23),
      from: formatIp(new Uint8Array(batch, at + 24, addressLength)),
    });
    at += (HEADER + length + 7) & ~7;
  }
  return received;
}
