/** How sets of bits are laid out. */

import { type Codec, u32 } from '../wire/codec.js';
import type { BitValues } from './option_table.js';

/** The value alone: bits that are not mentioned are off. */
export function plainBits(codec: Codec<number>): Codec<BitValues> {
  return {
    size: codec.size,
    write: (writer, { value }) => codec.write(writer, value),
    read: (view, start, end) => ({ value: codec.read(view, start, end), mask: -1 }),
  };
}

/** The value, then the mask, 32 bits each: bits that are not mentioned stay as they are. */
export const maskedBits: Codec<BitValues> = {
  size: 8,
  write: (writer, { value, mask }) => {
    u32.write(writer, value);
    u32.write(writer, mask);
  },
  read: (view, start) => ({
    value: u32.read(view, start, start + 4),
    mask: u32.read(view, start + 4, start + 8),
  }),
};
