import { TC_U32_EAT, TC_U32_TERMINAL, TC_U32_VAROFFSET } from '../../uapi/pkt_cls.js';
import { be16, be32, type Codec, s16, s32, u8, u16 } from '../../wire/codec.js';
import { struct } from '../../wire/struct.js';
import type { U32Key } from './u32_keys.js';

/** Where packets that match find the next header, for the table that they go on to. */
export interface U32Offset {
  /** A 16-bit word of the packet that has it. */
  readonly at?: number;
  /** Bits of that word, and how far they are shifted right. */
  readonly mask?: number;
  readonly shift?: number;
  /** Bytes in any case. */
  readonly plus?: number;
  /** The rest is looked at as if the packet started there. */
  readonly eat?: boolean;
}

/** Bits of the packet that choose a bucket of the table linked to: of the 32 bits at `at`, those under `mask`. */
export interface U32HashKey {
  readonly at: number;
  readonly mask: number;
}

export interface U32Selector {
  readonly keys: readonly U32Key[];
  readonly terminal: boolean;
  readonly offset?: U32Offset | undefined;
  readonly hashKey?: U32HashKey | undefined;
}

/** `struct tc_u32_sel` of `<linux/pkt_cls.h>`, without the keys behind it. */
const head = struct({
  flags: u8,
  shift: u8,
  keys: u8,
  pad: u8,
  mask: be16,
  plus: u16,
  at: s16,
  hashAt: s16,
  hashMask: be32,
});

const key = struct({ mask: be32, value: be32, offset: s32, offsetMask: s32 });

export const selector: Codec<U32Selector> = {
  size: head.size,
  write: (writer, { keys, terminal, offset, hashKey }) => {
    head.write(writer, {
      flags:
        (terminal ? TC_U32_TERMINAL : 0) |
        (offset?.at === undefined && offset?.mask === undefined ? 0 : TC_U32_VAROFFSET) |
        (offset?.eat ? TC_U32_EAT : 0),
      shift: offset?.shift,
      keys: keys.length,
      mask: offset?.mask,
      plus: offset?.plus,
      at: offset?.at,
      hashAt: hashKey?.at,
      hashMask: hashKey?.mask,
    });
    for (const { offset, value, mask = 0xffff_ffff, nextHeader } of keys) {
      key.write(writer, { mask, value: (value & mask) >>> 0, offset, offsetMask: nextHeader ? -1 : 0 });
    }
  },
  read: (view, start, end) => {
    const { flags, shift, keys, mask, plus, at, hashAt, hashMask } = head.read(view, start);
    const found: U32Key[] = [];
    for (let i = 0; i < keys && start + head.size + (i + 1) * key.size <= end; i++) {
      const { mask, value, offset, offsetMask } = key.read(view, start + head.size + i * key.size);
      found.push({ offset, value, mask, ...(offsetMask === 0 ? {} : { nextHeader: true }) });
    }
    const variable = (flags & TC_U32_VAROFFSET) !== 0;
    const eat = (flags & TC_U32_EAT) !== 0;
    return {
      keys: found,
      terminal: (flags & TC_U32_TERMINAL) !== 0,
      ...(variable || plus !== 0 || eat
        ? {
            offset: {
              ...(variable ? { at, mask, shift } : {}),
              ...(plus ? { plus } : {}),
              ...(eat ? { eat } : {}),
            },
          }
        : {}),
      ...(hashMask === 0 ? {} : { hashKey: { at: hashAt, mask: hashMask } }),
    };
  },
};
