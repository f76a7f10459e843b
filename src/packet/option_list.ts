/** One entry of the option list that ends an IPv4 or TCP header: both protocols lay theirs out alike. */
export interface RawOption {
  readonly number: number;
  /** Bytes that the option takes, its number and length included, as it says itself. */
  readonly length: number;
  /** Its captured value. */
  readonly data: Uint8Array;
  /** `bad-length`: it claims less than itself or more than is left. `truncated`: not all of it was captured. */
  readonly defect?: 'bad-length' | 'truncated';
}

const END = 0;
const NO_OPERATION = 1;

/**
 * Reads the list up to its end marker or first defect, which is given and ends it.
 *
 * @param bytes what was captured of the list
 * @param length how long the header says that the list is
 */
export function* readOptions(bytes: Uint8Array, length: number): Generator<RawOption> {
  for (let at = 0; at < length; ) {
    const number = bytes[at];
    if (number === undefined)
      return yield { number: END, length: 0, data: bytes.subarray(at), defect: 'truncated' };
    if (number === END || number === NO_OPERATION) {
      yield { number, length: 1, data: bytes.subarray(at, at) };
      if (number === END) return;
      at += 1;
      continue;
    }

    const size = bytes[at + 1];
    const data = bytes.subarray(at + 2, Math.max(at + 2, at + (size ?? 0)));
    if (size === undefined) return yield { number, length: 0, data, defect: 'truncated' };
    if (size < 2 || size > length - at) return yield { number, length: size, data, defect: 'bad-length' };
    if (data.length < size - 2) return yield { number, length: size, data, defect: 'truncated' };
    yield { number, length: size, data };
    at += size;
  }
}
