import type { Check } from '../check/options.js';
import type { Requirement } from '../netlink/requirement.js';
import { attributes, type RawAttribute } from '../wire/attributes.js';
import type { Codec } from '../wire/codec.js';
import type { Field } from './measure.js';
import type { Measured } from './units.js';

/** One kind of qdisc, class, filter or action: what `tc` knows of it. */
export interface TcKind<Options> {
  /** What the kernel has to be built with; nothing for what comes with any traffic control. */
  readonly needs?: Requirement;
  /** Checks of the options that only this kind has. */
  readonly checks: Readonly<Record<string, Check>>;
  readonly required?: readonly string[];
  /** Of an action: what only makes sense together, or apart. */
  checkTogether?(where: string, options: Options): void;
  /** Its attribute TCA_OPTIONS, or what stands for it; a kind without options has none. */
  readonly options?: Codec<object, Options>;
  /** Without any option of its own it is asked for without TCA_OPTIONS, whose fields would all count. */
  readonly bare?: true;
  /** Its own counters (TCA_STATS_APP). */
  readonly xstats?: Codec<object>;
}

/** Checks of everything in `T` that is not in `Common`: what is missing does not compile. */
export type OwnChecks<T, Common> = { readonly [K in keyof Required<Omit<T, keyof Common>>]: Check };

/** What is read of the options that only this kind has. */
export type OwnReading<T, Common> = { readonly [K in keyof Omit<T, keyof Common>]?: Measured<T[K]> };

/**
 * A codec in people's terms on top of one in the kernel's. It stays a set of attributes if that one is one, for the
 * sake of errors that name them. Attributes without a name pass through reading.
 */
export function translated<WireOut, WireIn, Out extends object, In>(
  wire: Codec<WireOut, WireIn>,
  encode: (options: In) => WireIn,
  decode: (read: WireOut) => Out,
): Codec<Out & { unknown?: RawAttribute[] }, In> {
  return {
    ...wire,
    write: (writer, options) => wire.write(writer, encode(options)),
    read: (view, start, end) => {
      const read = wire.read(view, start, end);
      const { unknown } = (read ?? {}) as { unknown?: RawAttribute[] };
      return Object.assign(decode(read), unknown === undefined ? {} : { unknown });
    },
  };
}

/** Own options of a kind of which each is one attribute. */
type FlatTable<T, Common> = {
  readonly [K in keyof Required<Omit<T, keyof Common>>]: readonly [
    attribute: number,
    codec: Field<unknown, never>,
  ];
};

/** A kind whose every option is one attribute. */
export function flatKind<Options extends object, Common>(
  needs: Requirement,
  table: FlatTable<Options, Common>,
  more: Pick<TcKind<Options>, 'required' | 'xstats'> = {},
): TcKind<Options> {
  const rows = Object.entries(table as Readonly<Record<string, readonly [number, Field<unknown, never>]>>);
  const set = attributes(Object.fromEntries(rows));
  const own = (options: Options) =>
    Object.fromEntries(Object.entries(options).filter(([name]) => Object.hasOwn(table, name)));
  return {
    ...more,
    needs,
    checks: Object.fromEntries(rows.map(([name, [, codec]]) => [name, codec.check])),
    options: translated(
      set,
      (options: Options) => own(options) as never,
      (read) => read,
    ),
  };
}

/** Without what is `undefined`, so that what is read compares as it prints. */
export function present<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
