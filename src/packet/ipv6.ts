import { IPPROTO_DSTOPTS, IPPROTO_FRAGMENT, IPPROTO_HOPOPTS, IPPROTO_ROUTING } from '../uapi/in.js';
import { formatIpv6 } from './address.js';
import { addressBytes } from './checksum.js';
import { Header } from './header.js';

const FIXED = 40;

/** Extension headers that can stand between an IPv6 header and its payload (RFC 8200, section 4). */
const extensionKinds = {
  [IPPROTO_HOPOPTS]: 'hop-by-hop',
  [IPPROTO_ROUTING]: 'routing',
  [IPPROTO_FRAGMENT]: 'fragment',
  [IPPROTO_DSTOPTS]: 'destination',
} as const;

/** The extension headers that are decoded. */
export type Ipv6ExtensionKind = (typeof extensionKinds)[keyof typeof extensionKinds];

/** An extension header between the IPv6 header and what it carries; RFC 8200. */
export interface Ipv6Extension {
  readonly kind: Ipv6ExtensionKind;
  /** Protocol number of the header after this one. */
  readonly next: number;
  /** Its captured bytes, from its own next-header byte on. */
  readonly bytes: Uint8Array;
  /** Where it starts, in bytes from the start of the IPv6 header. */
  readonly offset: number;
  /** Bytes that it takes, as it says itself; at least 8. */
  readonly length: number;
}

/** An IPv6 header with its extension headers (RFC 8200). */
export class Ipv6 extends Header {
  readonly kind = 'ipv6';
  static readonly minimum = FIXED;

  #extensions: Ipv6Extension[] | undefined;

  /** 6, unless the packet is malformed. */
  get version(): number {
    return this.u8(0) >> 4;
  }

  /** DSCP and ECN in one byte. */
  get trafficClass(): number {
    return (this.u16(0) >> 4) & 0xff;
  }

  get flowLabel(): number {
    return this.u32(0) & 0xfffff;
  }

  /** Bytes after the fixed header, extension headers included. */
  get dataLength(): number {
    return this.u16(4);
  }

  /** Protocol number of the first extension header, or of the payload. */
  get nextHeader(): number {
    return this.u8(6);
  }

  /** Hops that the packet may still make. */
  get hopLimit(): number {
    return this.u8(7);
  }

  get source(): string {
    return formatIpv6(this.slice(8, 16));
  }

  get destination(): string {
    return formatIpv6(this.slice(24, 16));
  }

  /** The extension headers in order, as far as they were captured. */
  get extensions(): readonly Ipv6Extension[] {
    this.#extensions ??= this.#readExtensions();
    return this.#extensions;
  }

  /** The fragment header, where there is one. */
  get fragment(): { offset: number; more: boolean; identification: number } | undefined {
    const header = this.extensions.find((extension) => extension.kind === 'fragment');
    if (!header || header.bytes.length < 4) return undefined;
    const word = this.u16(header.offset + 2);
    return { offset: word & 0xfff8, more: (word & 1) === 1, identification: this.u32(header.offset + 4) };
  }

  /** Protocol number of the payload, after all extension headers. */
  get protocol(): number {
    return this.extensions.at(-1)?.next ?? this.nextHeader;
  }

  override get headerLength(): number {
    const last = this.extensions.at(-1);
    return last ? last.offset + last.length : FIXED;
  }

  override get defect(): string | undefined {
    if (this.version !== 6) return `version ${this.version} in an IPv6 header`;
    if (FIXED + this.dataLength < this.headerLength) return 'extension headers are longer than the packet';
    return super.defect;
  }

  override get next(): number {
    return this.protocol;
  }

  override get payload(): Uint8Array {
    return this.bytes.subarray(this.headerLength, Math.max(this.headerLength, FIXED + this.dataLength));
  }

  override get payloadLength(): number {
    return Math.max(0, FIXED + this.dataLength - this.headerLength);
  }

  #readExtensions(): Ipv6Extension[] {
    const extensions: Ipv6Extension[] = [];
    const end = FIXED + this.dataLength;
    let number = this.nextHeader;
    for (let offset = FIXED; offset < end; ) {
      const kind = (extensionKinds as Record<number, Ipv6ExtensionKind>)[number];
      if (!kind) break;
      const length = kind === 'fragment' ? 8 : (this.u8(offset + 1) + 1) * 8;
      const bytes = this.bytes.subarray(offset, Math.min(end, offset + length));
      number = this.u8(offset);
      extensions.push({ kind, next: number, bytes, offset, length });
      // What follows a later fragment's header is the middle of something.
      if (bytes.length < length || (kind === 'fragment' && (this.u16(offset + 2) & 0xfff8) !== 0)) break;
      offset += length;
    }
    return extensions;
  }
}

export interface Ipv6Fields {
  readonly source: string | Uint8Array;
  readonly destination: string | Uint8Array;
  /** IPPROTO_* of the payload, or of the first extension header in it. */
  readonly nextHeader: number;
  readonly payload: Uint8Array;
  /** Default 64. */
  readonly hopLimit?: number;
  /** DSCP and ECN in one byte. Default 0. */
  readonly trafficClass?: number;
  /** Default 0. */
  readonly flowLabel?: number;
}

/** An IPv6 packet: the fixed header and its payload. */
export function encodeIpv6(fields: Ipv6Fields): Uint8Array {
  const packet = new Uint8Array(FIXED + fields.payload.length);
  const view = new DataView(packet.buffer);
  view.setUint32(0, 0x60000000 + (fields.trafficClass ?? 0) * 0x100000 + (fields.flowLabel ?? 0));
  view.setUint16(4, fields.payload.length);
  view.setUint8(6, fields.nextHeader);
  view.setUint8(7, fields.hopLimit ?? 64);
  packet.set(addressBytes('source', fields.source), 8);
  packet.set(addressBytes('destination', fields.destination), 24);
  packet.set(fields.payload, FIXED);
  return packet;
}
