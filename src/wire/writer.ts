const INITIAL = 512;

/** What every writer starts with: many batches are made only to take over what another has written. */
const NOTHING = new Uint8Array();

/**
 * Bytes in the making: grows as needed, remembers which 32-bit words are interface indexes that are still names.
 */
export class Writer {
  bytes = NOTHING;
  view = new DataView(NOTHING.buffer);
  length = 0;
  /** Names of links that {@link slots} refers to. */
  readonly names: string[] = [];
  /** Pairs: offset of an interface index, position in {@link names} of the link that it stands for. */
  readonly slots: number[] = [];

  /** Makes room for `size` bytes behind the end and returns where they start. They are zero. */
  reserve(size: number): number {
    const start = this.length;
    const end = start + size;
    if (end > this.bytes.length) this.#grow(end);
    this.length = end;
    return start;
  }

  /** Pads with zeros to a multiple of 4, as netlink wants of messages and attributes. */
  align(): void {
    this.reserve(-this.length & 3);
  }

  append(bytes: Uint8Array): void {
    const at = this.reserve(bytes.length); // may replace the buffer
    this.bytes.set(bytes, at);
  }

  /** Everything that another writer holds, its open interface indexes included. */
  appendAll(other: Writer): void {
    const offset = this.length;
    const firstName = this.names.length;
    this.append(other.finish());
    this.names.push(...other.names);
    for (let i = 0; i + 1 < other.slots.length; i += 2) {
      this.slots.push((other.slots[i] as number) + offset, (other.slots[i + 1] as number) + firstName);
    }
  }

  /** An interface index, 32 bits wide, that the addon fills in when it sends the message. */
  linkName(name: string): void {
    const last = this.names.length - 1;
    const at = this.names[last] === name ? last : this.names.push(name) - 1;
    this.slots.push(this.reserve(4), at);
  }

  /** Takes everything back that was written since the length was `length`. */
  truncate(length: number): void {
    this.bytes.fill(0, length, this.length);
    this.length = length;
    while ((this.slots.at(-2) ?? -1) >= length) this.slots.length -= 2;
  }

  finish(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  #grow(least: number): void {
    const grown = new Uint8Array(Math.max(least, this.bytes.length * 2, INITIAL));
    grown.set(this.bytes);
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }
}
