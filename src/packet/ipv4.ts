import { formatIpv4 } from './address.js';
import { addressBytes, internetChecksum } from './checksum.js';
import { Header } from './header.js';
import { type RawOption, readOptions } from './option_list.js';

/** An IPv4 header (RFC 791; DSCP and ECN RFC 2474 and RFC 3168). */
export class Ipv4 extends Header {
  readonly kind = 'ipv4';
  static readonly minimum = 20;

  /** 4, unless the packet is malformed. */
  get version(): number {
    return this.u8(0) >> 4;
  }

  override get headerLength(): number {
    return (this.u8(0) & 0x0f) * 4;
  }

  /** Differentiated services code point, 0 to 63. */
  get dscp(): number {
    return this.u8(1) >> 2;
  }

  /** Explicit congestion notification: 0 not capable, 1 and 2 capable, 3 congestion experienced. */
  get ecn(): number {
    return this.u8(1) & 3;
  }

  /** Bytes of the packet with this header, as the header says. */
  get totalLength(): number {
    return this.u16(2);
  }

  /** What the fragments of one packet have in common. */
  get identification(): number {
    return this.u16(4);
  }

  get dontFragment(): boolean {
    return (this.u8(6) & 0x40) !== 0;
  }

  get moreFragments(): boolean {
    return (this.u8(6) & 0x20) !== 0;
  }

  /** Where the payload belongs in the whole one, in bytes. */
  get fragmentOffset(): number {
    return (this.u16(6) & 0x1fff) * 8;
  }

  /** True for each fragment of a packet that has several. */
  get fragmented(): boolean {
    return this.moreFragments || this.fragmentOffset > 0;
  }

  /** Hops that the packet may still make. */
  get ttl(): number {
    return this.u8(8);
  }

  /** Protocol number of the payload, IPPROTO_*. */
  get protocol(): number {
    return this.u8(9);
  }

  get checksum(): number {
    return this.u16(10);
  }

  /** Whether the header checksum is right; a card or a veth may leave it to be computed later. */
  get checksumValid(): boolean {
    return internetChecksum(this.slice(0, this.headerLength)) === 0;
  }

  get source(): string {
    return formatIpv4(this.slice(12, 4));
  }

  get destination(): string {
    return formatIpv4(this.slice(16, 4));
  }

  /** Options as they are, in order (IPOPT_* numbers). */
  get options(): RawOption[] {
    return [...readOptions(this.slice(20, this.headerLength - 20), this.headerLength - 20)];
  }

  override get defect(): string | undefined {
    if (this.version !== 4) return `version ${this.version} in an IPv4 header`;
    if (this.headerLength < 20) return `header length ${this.headerLength} is under 20`;
    if (this.totalLength < this.headerLength) {
      return `total length ${this.totalLength} is shorter than the header`;
    }
    return super.defect;
  }

  override get next(): number {
    return this.protocol;
  }

  override get payload(): Uint8Array {
    return this.bytes.subarray(this.headerLength, Math.max(this.headerLength, this.totalLength));
  }

  override get payloadLength(): number {
    return Math.max(0, this.totalLength - this.headerLength);
  }
}

export interface Ipv4Fields {
  readonly source: string | Uint8Array;
  readonly destination: string | Uint8Array;
  /** IPPROTO_* of the payload. */
  readonly protocol: number;
  readonly payload: Uint8Array;
  /** Default 64. */
  readonly ttl?: number;
  /** Default 0. */
  readonly identification?: number;
  /** Default true. */
  readonly dontFragment?: boolean;
  /** Default false. */
  readonly moreFragments?: boolean;
  /** In bytes, a multiple of 8. Default 0. */
  readonly fragmentOffset?: number;
  /** DSCP and ECN in one byte. Default 0. */
  readonly trafficClass?: number;
  /** An option list; padded to four bytes. Default none. */
  readonly options?: Uint8Array;
}

/** An IPv4 packet: header with its checksum, and payload. */
export function encodeIpv4(fields: Ipv4Fields): Uint8Array {
  const options = fields.options ?? new Uint8Array();
  const headerLength = 20 + Math.ceil(options.length / 4) * 4;
  const packet = new Uint8Array(headerLength + fields.payload.length);
  const view = new DataView(packet.buffer);
  const flags = ((fields.dontFragment ?? true) ? 0x4000 : 0) | (fields.moreFragments ? 0x2000 : 0);
  view.setUint8(0, 0x40 | (headerLength / 4));
  view.setUint8(1, fields.trafficClass ?? 0);
  view.setUint16(2, packet.length);
  view.setUint16(4, fields.identification ?? 0);
  view.setUint16(6, flags | ((fields.fragmentOffset ?? 0) / 8));
  view.setUint8(8, fields.ttl ?? 64);
  view.setUint8(9, fields.protocol);
  packet.set(addressBytes('source', fields.source), 12);
  packet.set(addressBytes('destination', fields.destination), 16);
  packet.set(options, 20);
  view.setUint16(10, internetChecksum(packet.subarray(0, headerLength)));
  packet.set(fields.payload, headerLength);
  return packet;
}
