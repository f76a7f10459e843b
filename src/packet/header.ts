/**
 * What every protocol header of this folder is: a view over the bytes that carry it. Nothing is decoded until a
 * getter is asked, nothing is copied, and nothing throws: what is damaged says so in `defect`, and what was not
 * captured reads as zero.
 */
export abstract class Header {
  /** The protocol, and the discriminant of the union {@link Layer}. */
  abstract readonly kind: string;

  /** The captured bytes, from this header to the end of what the header around it carries. */
  readonly bytes: Uint8Array;

  /** How many bytes there were on the wire: more than `bytes.length` if the capture cut the frame short. */
  readonly length: number;

  constructor(bytes: Uint8Array, length = bytes.length) {
    this.bytes = bytes;
    this.length = length;
  }

  /** Bytes that this header takes, options and extensions included. */
  abstract get headerLength(): number;

  /** What is wrong with this header, in a few words; `undefined` if nothing is. */
  get defect(): string | undefined {
    return this.bytes.length < this.headerLength ? 'header cut short' : undefined;
  }

  /** The number (an EtherType or an IP protocol) of what follows; `undefined` if it names none. */
  get next(): number | undefined {
    return undefined;
  }

  /** The captured bytes after this header. */
  get payload(): Uint8Array {
    return this.bytes.subarray(this.headerLength, Math.max(this.headerLength, this.length));
  }

  /** How many bytes follow this header on the wire, whether they were captured or not. */
  get payloadLength(): number {
    return Math.max(0, this.length - this.headerLength);
  }

  protected u8(at: number): number {
    return this.bytes[at] ?? 0;
  }

  protected u16(at: number): number {
    return (this.u8(at) << 8) | this.u8(at + 1);
  }

  protected u32(at: number): number {
    return this.u16(at) * 0x10000 + this.u16(at + 2);
  }

  protected slice(at: number, size: number): Uint8Array {
    return this.bytes.subarray(at, at + size);
  }
}

/** What no view here takes further: an application's data, an unknown protocol, or what is left of a header. */
export class Data<Kind extends string = string> extends Header {
  readonly kind = 'data';

  /** Why decoding ended here. */
  readonly reason: 'payload' | 'unknown' | 'fragment' | 'truncated' | 'malformed';

  /** The header that would have been here, where `reason` is `truncated`. */
  readonly expected: Kind | undefined;

  constructor(bytes: Uint8Array, length: number, reason: Data['reason'], expected?: Kind) {
    super(bytes, length);
    this.reason = reason;
    this.expected = expected;
  }

  get headerLength(): number {
    return 0;
  }

  override get defect(): string | undefined {
    return this.reason === 'truncated' ? `${this.expected} header cut short` : undefined;
  }
}
