import { IPPROTO_ICMPV6 } from '../uapi/in.js';
import { formatHardware, formatIpv6 } from './address.js';
import { type Endpoints, transportChecksum } from './checksum.js';
import { Header } from './header.js';
import { Ipv6 } from './ipv6.js';

/** Message types (RFC 4443, RFC 4861, RFC 2710, RFC 3810). */
export const ICMPV6_TYPE = {
  unreachable: 1,
  packetTooBig: 2,
  timeExceeded: 3,
  parameterProblem: 4,
  echo: 128,
  echoReply: 129,
  listenerQuery: 130,
  listenerReport: 131,
  listenerDone: 132,
  routerSolicitation: 133,
  routerAdvertisement: 134,
  neighbourSolicitation: 135,
  neighbourAdvertisement: 136,
  redirect: 137,
  listenerReport2: 143,
} as const;

/** Where the options start in each neighbour discovery message. */
const optionOffsets: Readonly<Record<number, number>> = {
  [ICMPV6_TYPE.routerSolicitation]: 8,
  [ICMPV6_TYPE.routerAdvertisement]: 16,
  [ICMPV6_TYPE.neighbourSolicitation]: 24,
  [ICMPV6_TYPE.neighbourAdvertisement]: 24,
  [ICMPV6_TYPE.redirect]: 40,
};

const SOURCE_LINK_ADDRESS = 1;
const TARGET_LINK_ADDRESS = 2;

/** An ICMPv6 message (RFC 4443), neighbour discovery (RFC 4861) included. */
export class Icmpv6 extends Header {
  readonly kind = 'icmpv6';
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

  /** Of an echo request or reply: which sequence of them it belongs to. */
  get identifier(): number {
    return this.u16(4);
  }

  /** Of an echo request or reply. */
  get sequence(): number {
    return this.u16(6);
  }

  /** Of a "packet too big": what fits, in bytes. */
  get mtu(): number {
    return this.u32(4);
  }

  /** Of a "parameter problem": the offset of what is wrong in the quoted packet. */
  get pointer(): number {
    return this.u32(4);
  }

  /** The address asked for or announced by neighbour discovery; of a redirect, the better next hop. */
  get target(): string | undefined {
    return this.#address(8, (optionOffsets[this.type] ?? 0) >= 24);
  }

  /** Of a redirect: the destination that it is about. */
  get destination(): string | undefined {
    return this.#address(24, this.type === ICMPV6_TYPE.redirect);
  }

  /** The hardware address option of a neighbour discovery message: the source's, or the target's. */
  get linkAddress(): string | undefined {
    for (const { type, data } of this.options) {
      if (type === SOURCE_LINK_ADDRESS || type === TARGET_LINK_ADDRESS)
        return formatHardware(data.subarray(0, 6));
    }
    return undefined;
  }

  /** The options of a neighbour discovery message, as far as they are whole. */
  get options(): { type: number; data: Uint8Array }[] {
    const options = [];
    for (let at = optionOffsets[this.type] ?? this.bytes.length; at + 8 <= this.bytes.length; ) {
      const size = this.u8(at + 1) * 8;
      if (size === 0 || at + size > this.bytes.length) break;
      options.push({ type: this.u8(at), data: this.slice(at + 2, size - 2) });
      at += size;
    }
    return options;
  }

  /** Of an error: the packet that it is about, as much of it as fitted. */
  get quoted(): Ipv6 | undefined {
    return this.type < ICMPV6_TYPE.echo && this.payload.length >= Ipv6.minimum
      ? new Ipv6(this.payload, this.payloadLength)
      : undefined;
  }

  override get headerLength(): number {
    return 8;
  }

  #address(at: number, present: boolean): string | undefined {
    return present && this.bytes.length >= at + 16 ? formatIpv6(this.slice(at, 16)) : undefined;
  }
}

/** An ICMPv6 message with its checksum for the two addresses. `rest` are the four bytes after the checksum. */
export function encodeIcmpv6(
  ends: Endpoints,
  type: number,
  code: number,
  rest: Uint8Array,
  payload: Uint8Array,
): Uint8Array {
  const message = new Uint8Array(8 + payload.length);
  message.set([type, code]);
  message.set(rest.subarray(0, 4), 4);
  message.set(payload, 8);
  new DataView(message.buffer).setUint16(2, transportChecksum(ends, IPPROTO_ICMPV6, message));
  return message;
}
