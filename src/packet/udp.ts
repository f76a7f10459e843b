import { IPPROTO_UDP } from '../uapi/in.js';
import { type Endpoints, transportChecksum } from './checksum.js';
import { Header } from './header.js';

/** A UDP header (RFC 768). */
export class Udp extends Header {
  readonly kind = 'udp';
  static readonly minimum = 8;

  get sourcePort(): number {
    return this.u16(0);
  }

  get destinationPort(): number {
    return this.u16(2);
  }

  /** Bytes of the datagram with this header, as the header says. */
  get datagramLength(): number {
    return this.u16(4);
  }

  /** 0 where the sender computed none, which only IPv4 allows. */
  get checksum(): number {
    return this.u16(6);
  }

  override get headerLength(): number {
    return 8;
  }

  override get defect(): string | undefined {
    return this.datagramLength < 8 ? `length ${this.datagramLength} is under 8` : super.defect;
  }

  override get payload(): Uint8Array {
    return this.bytes.subarray(8, Math.max(8, this.datagramLength));
  }

  override get payloadLength(): number {
    return Math.max(0, this.datagramLength - 8);
  }
}

/** A UDP datagram with its checksum. */
export function encodeUdp(
  fields: Endpoints & {
    readonly sourcePort: number;
    readonly destinationPort: number;
    readonly payload: Uint8Array;
  },
): Uint8Array {
  const datagram = new Uint8Array(8 + fields.payload.length);
  const view = new DataView(datagram.buffer);
  view.setUint16(0, fields.sourcePort);
  view.setUint16(2, fields.destinationPort);
  view.setUint16(4, datagram.length);
  datagram.set(fields.payload, 8);
  // A sum of 0 would mean that there is none, so it is sent as its other form.
  view.setUint16(6, transportChecksum(fields, IPPROTO_UDP, datagram) || 0xffff);
  return datagram;
}
