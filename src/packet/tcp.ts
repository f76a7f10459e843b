import { IPPROTO_TCP } from '../uapi/in.js';
import { type Endpoints, transportChecksum } from './checksum.js';
import { Header } from './header.js';
import { decodeTcpOptions, encodeTcpOptions, type TcpOption } from './tcp_options.js';

/** Control bits of a TCP header (RFC 9293 section 3.1; ECE and CWR RFC 3168). */
export const TCP_FLAG = {
  fin: 0x01,
  syn: 0x02,
  rst: 0x04,
  psh: 0x08,
  ack: 0x10,
  urg: 0x20,
  ece: 0x40,
  cwr: 0x80,
} as const;

export type TcpFlag = keyof typeof TCP_FLAG;

/** A TCP header (RFC 9293). */
export class Tcp extends Header {
  readonly kind = 'tcp';
  static readonly minimum = 20;

  get sourcePort(): number {
    return this.u16(0);
  }

  get destinationPort(): number {
    return this.u16(2);
  }

  /** Number of the first byte of data, or of the SYN, modulo 2^32. */
  get sequence(): number {
    return this.u32(4);
  }

  /** The next number that the sender expects; has a meaning only with the ACK flag. */
  get acknowledgement(): number {
    return this.u32(8);
  }

  override get headerLength(): number {
    return (this.u8(12) >> 4) * 4;
  }

  /** All control bits in one byte. */
  get flags(): number {
    return this.u8(13);
  }

  get fin(): boolean {
    return this.#has('fin');
  }

  get syn(): boolean {
    return this.#has('syn');
  }

  get rst(): boolean {
    return this.#has('rst');
  }

  get psh(): boolean {
    return this.#has('psh');
  }

  get ack(): boolean {
    return this.#has('ack');
  }

  get urg(): boolean {
    return this.#has('urg');
  }

  get ece(): boolean {
    return this.#has('ece');
  }

  get cwr(): boolean {
    return this.#has('cwr');
  }

  /** Receive window as sent: in a segment without SYN still to be shifted by the connection's window scale. */
  get window(): number {
    return this.u16(14);
  }

  get checksum(): number {
    return this.u16(16);
  }

  get urgentPointer(): number {
    return this.u16(18);
  }

  get options(): TcpOption[] {
    return decodeTcpOptions(this.optionBytes, this.headerLength - 20);
  }

  /** The option list as captured. */
  get optionBytes(): Uint8Array {
    return this.bytes.subarray(20, Math.max(20, this.headerLength));
  }

  override get defect(): string | undefined {
    if (this.headerLength < 20) return `header length ${this.headerLength} is under 20`;
    if (this.headerLength > this.length) return `header length ${this.headerLength} is over the segment's`;
    return super.defect;
  }

  #has(flag: TcpFlag): boolean {
    return (this.flags & TCP_FLAG[flag]) !== 0;
  }
}

export interface TcpFields extends Endpoints {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sequence: number;
  /** Default 0. */
  readonly acknowledgement?: number;
  readonly flags: readonly TcpFlag[];
  /** Default 65535. */
  readonly window?: number;
  /** Default 0. */
  readonly urgentPointer?: number;
  readonly options?: readonly TcpOption[];
  readonly payload?: Uint8Array;
}

/** A TCP segment, with its checksum for the two addresses. */
export function encodeTcp(fields: TcpFields): Uint8Array {
  const options = encodeTcpOptions(fields.options ?? []);
  const headerLength = 20 + options.length;
  const segment = new Uint8Array(headerLength + (fields.payload?.length ?? 0));
  const view = new DataView(segment.buffer);
  view.setUint16(0, fields.sourcePort);
  view.setUint16(2, fields.destinationPort);
  view.setUint32(4, fields.sequence);
  view.setUint32(8, fields.acknowledgement ?? 0);
  view.setUint8(12, (headerLength / 4) << 4);
  view.setUint8(
    13,
    fields.flags.reduce((bits, flag) => bits | TCP_FLAG[flag], 0),
  );
  view.setUint16(14, fields.window ?? 0xffff);
  view.setUint16(18, fields.urgentPointer ?? 0);
  segment.set(options, 20);
  if (fields.payload) segment.set(fields.payload, headerLength);
  view.setUint16(16, transportChecksum(fields, IPPROTO_TCP, segment));
  return segment;
}
