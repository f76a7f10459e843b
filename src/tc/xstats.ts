import type { Codec } from '../wire/codec.js';

type Counters = Readonly<Record<string, number | bigint>>;

/** Counters that only one kind of qdisc has; of cake, `tins` is a list of such. */
export type OwnCounters = Readonly<Record<string, number | bigint | readonly Counters[]>>;

/**
 * A struct of counters that has grown with the kernel's versions: as many of its fields as there are. Only read.
 */
export function counters<Names extends string>(
  fields: Readonly<Record<Names, Codec<number> | Codec<bigint>>>,
): Codec<{ readonly [K in Names]?: number | bigint }, never> {
  return {
    size: 0,
    write: () => {},
    read: (view, start, end) => {
      const result: Partial<Record<Names, number | bigint>> = {};
      let at = start;
      for (const name in fields) {
        const size = fields[name].size ?? 0;
        if (at + size > end) break;
        result[name] = fields[name].read(view, at, at + size);
        at += size;
      }
      return result;
    },
  };
}
