import { formatIpv4 } from './address.js';
import { internetChecksum } from './checksum.js';
import { Header } from './header.js';
import { Ipv4 } from './ipv4.js';

/** Message types (RFC 792). */
export const ICMP_TYPE = {
  echoReply: 0,
  unreachable: 3,
  sourceQuench: 4,
  redirect: 5,
  echo: 8,
  timeExceeded: 11,
  parameterProblem: 12,
} as const;

/** Types of the messages that report on a packet and quote its start. */
const errors: ReadonlySet<number> = new Set([
  ICMP_TYPE.unreachable,
  ICMP_TYPE.sourceQuench,
  ICMP_TYPE.redirect,
  ICMP_TYPE.timeExceeded,
  ICMP_TYPE.parameterProblem,
]);

/** An ICMP message for IPv4 (RFC 792, RFC 1122). */
export class Icmp extends Header {
  readonly kind = 'icmp';
  static readonly minimum = 8;

  get type(): number {
    return this.u8(0);
  }

  get code(): number {
    return this.u8(1);
  }

  get checksum(): number {
    return this.u16(2);
  }

  /** Whether the checksum is right; `undefined` if the message was not captured whole. */
  get checksumValid(): boolean | undefined {
    return this.bytes.length < this.length ? undefined : internetChecksum(this.bytes) === 0;
  }

  /** Of an echo request or reply: which sequence of them it belongs to. */
  get identifier(): number {
    return this.u16(4);
  }

  /** Of an echo request or reply. */
  get sequence(): number {
    return this.u16(6);
  }

  /** Of a "fragmentation needed" (type 3, code 4): what fits, in bytes; 0 from routers older than RFC 1191. */
  get mtu(): number {
    return this.u16(6);
  }

  /** Of a redirect: the better router. */
  get gateway(): string {
    return formatIpv4(this.slice(4, 4));
  }

  /** Of an error: the packet that it is about, of which usually just the first bytes are quoted. */
  get quoted(): Ipv4 | undefined {
    return errors.has(this.type) && this.payload.length >= Ipv4.minimum
      ? new Ipv4(this.payload, this.payloadLength)
      : undefined;
  }

  override get headerLength(): number {
    return 8;
  }
}

/** An ICMP message with its checksum. `rest` are the four bytes after the checksum, default zero. */
export function encodeIcmp(type: number, code: number, rest: Uint8Array, payload: Uint8Array): Uint8Array {
  const message = new Uint8Array(8 + payload.length);
  message.set([type, code]);
  message.set(rest.subarray(0, 4), 4);
  message.set(payload, 8);
  new DataView(message.buffer).setUint16(2, internetChecksum(message));
  return message;
}
