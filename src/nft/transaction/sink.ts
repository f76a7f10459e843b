import { NLA_HEADER } from '../../wire/attributes.js';
import { LITTLE_ENDIAN } from '../../wire/endian.js';
import type { Writer } from '../../wire/writer.js';
import type { AttributeSink } from '../schema.js';

const encoder = new TextEncoder();

/** Writes attributes of libnftnl's numbers: values in host order, strings with their NUL. */
export class Sink implements AttributeSink {
  readonly #writer: Writer;
  /** Is told where each run of bytes has gone. */
  written: ((bytes: Uint8Array, at: number) => void) | undefined;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  u8 = (attribute: number, value: number): void => {
    const at = this.#open(attribute, 1);
    this.#writer.view.setUint8(at, value);
  };

  u16 = (attribute: number, value: number): void => {
    const at = this.#open(attribute, 2);
    this.#writer.view.setUint16(at, value, LITTLE_ENDIAN);
  };

  u32 = (attribute: number, value: number): void => {
    const at = this.#open(attribute, 4);
    this.#writer.view.setUint32(at, value, LITTLE_ENDIAN);
  };

  s32 = (attribute: number, value: number): void => {
    const at = this.#open(attribute, 4);
    this.#writer.view.setInt32(at, value, LITTLE_ENDIAN);
  };

  u64 = (attribute: number, value: number | bigint): void => {
    const at = this.#open(attribute, 8);
    this.#writer.view.setBigUint64(at, BigInt(value), LITTLE_ENDIAN);
  };

  string = (attribute: number, value: string): void => {
    const start = this.#writer.length;
    const at = this.#open(attribute, value.length + 1);
    const { bytes } = this.#writer;
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      if (code > 0x7f) {
        this.#writer.truncate(start);
        this.bytes(attribute, encoder.encode(`${value}\0`));
        return;
      }
      bytes[at + i] = code;
    }
  };

  bytes = (attribute: number, value: Uint8Array): void => {
    const at = this.#open(attribute, value.length);
    this.#writer.bytes.set(value, at);
    this.written?.(value, at);
  };

  /** A nested attribute, filled by `fill`. */
  nest(attribute: number, fill: () => void): void {
    const start = this.#writer.reserve(NLA_HEADER);
    fill();
    const length = this.#writer.length - start;
    if (length > 0xffff) throw new RangeError(`too long for a netlink attribute: ${length} bytes`);
    this.#header(start, attribute, length);
  }

  /** Reserves an attribute, padding included, and returns where its payload goes. */
  #open(attribute: number, length: number): number {
    const start = this.#writer.reserve(NLA_HEADER + ((length + 3) & ~3));
    this.#header(start, attribute, NLA_HEADER + length);
    return start + NLA_HEADER;
  }

  #header(start: number, attribute: number, length: number): void {
    this.#writer.view.setUint16(start, length, LITTLE_ENDIAN);
    this.#writer.view.setUint16(start + 2, attribute, LITTLE_ENDIAN);
  }
}
