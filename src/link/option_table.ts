import { boolean, type Check } from '../check/options.js';
import { type Attributes, eachAttribute, type RawAttribute, writeAttribute } from '../wire/attributes.js';
import type { Codec, Read, Written } from '../wire/codec.js';
import type { Writer } from '../wire/writer.js';
import type { Field } from './field.js';

/** When an option can be used: always if nothing is said, only to be read, only in the beginning, only to be written. */
export type Access = 'read' | 'create' | 'write';

/**
 * One option: its attribute, or the attributes of its IPv4 and its IPv6 form; its layout; when it can be used.
 */
export type Row = readonly [
  type: number | readonly [inet: number, inet6: number],
  field: Field<unknown, never>,
  access?: Access,
];
export type Rows = Readonly<Record<string, Row>>;

/** Options that are bits of one attribute. */
export interface Bits {
  /** What errors call the attribute as a whole. */
  readonly name: string;
  readonly type: number;
  readonly codec: Codec<BitValues>;
  readonly bits: Readonly<Record<string, number>>;
  /** Bits that follow from other options, and are no options themselves. */
  readonly implied?: Readonly<Record<string, number>>;
  /** The kernel says nothing of them where all are off. */
  readonly absent?: true;
}

export interface BitValues {
  readonly value: number;
  /** Which bits are meant; the others stay as they are. */
  readonly mask: number;
}

type Simplify<T> = { [K in keyof T]: T[K] };
/** The bits of all sets in one; a union would only have the names that all of them have. */
type AllBits<B extends readonly Bits[]> = B extends readonly [
  infer First extends Bits,
  ...infer Rest extends readonly Bits[],
]
  ? First['bits'] & AllBits<Rest>
  : unknown;
type Switches<B extends readonly Bits[]> = { readonly [K in keyof AllBits<B>]?: boolean };

/** What can be said when it is made. */
export type CreateOptions<R extends Rows, B extends readonly Bits[]> = Simplify<
  { readonly [K in keyof R as R[K][2] extends 'read' ? never : K]?: Written<R[K][1]> } & Switches<B>
>;
/** What can be changed afterwards. */
export type SetOptions<R extends Rows, B extends readonly Bits[]> = Simplify<
  {
    readonly [K in keyof R as R[K][2] extends 'read' | 'create' ? never : K]?: Written<R[K][1]>;
  } & Switches<B>
>;
/** What the kernel tells of it: as much as its version knows. */
export type OptionsRead<R extends Rows, B extends readonly Bits[]> = Simplify<
  { readonly [K in keyof R as R[K][2] extends 'write' ? never : K]?: Read<R[K][1]> } & Switches<B> & {
      /** Attributes that have no name here yet, as they came. */
      readonly unknown?: readonly RawAttribute[];
    }
>;

/** Options as a set of attributes: what can be said and read of a kind of link, or of a port. */
export interface OptionTable<R extends Rows = Rows, B extends readonly Bits[] = readonly Bits[]> {
  readonly rows: R;
  readonly bits: B;
  readonly attributes: Attributes;
  readonly checks: Readonly<Record<'create' | 'set', Readonly<Record<string, Check>>>>;
}

/** Describes options by a table, from which their TypeScript types are inferred. */
export function optionTable<const R extends Rows, const B extends readonly Bits[]>(
  rows: R,
  bits: B,
): OptionTable<R, B> {
  // Made when they are first asked for: of all the kinds that there are, a program meets a few.
  let attributes: Attributes | undefined;
  let checks: OptionTable['checks'] | undefined;
  return {
    rows,
    bits,
    get attributes() {
      attributes ??= tableAttributes(rows, bits);
      return attributes;
    },
    get checks() {
      checks ??= {
        create: checksFor(rows, bits, ['read']),
        set: checksFor(rows, bits, ['read', 'create']),
      };
      return checks;
    },
  };
}

function checksFor(rows: Rows, bits: readonly Bits[], without: readonly Access[]): Record<string, Check> {
  const options = Object.entries(rows)
    .filter(([, [, , access]]) => access === undefined || !without.includes(access))
    .map(([name, [, { check }]]) => [name, check]);
  const switches = bits.flatMap((set) => Object.keys(set.bits).map((name) => [name, boolean]));
  return Object.fromEntries([...options, ...switches]);
}

const bitsOf = ({ bits, implied }: Bits) => Object.entries({ ...bits, ...implied });

/** What it means that the kernel says nothing of an option. */
function absentValues(rows: Rows, bits: readonly Bits[]): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const [name, [, { absent }]] of Object.entries(rows)) if (absent !== undefined) values[name] = absent;
  for (const set of bits) if (set.absent) for (const [name] of bitsOf(set)) values[name] = false;
  return values;
}

interface Entry {
  readonly name: string;
  readonly codec: Codec<unknown, never>;
  readonly set?: Bits;
}

function tableAttributes(rows: Rows, bits: readonly Bits[]): Attributes {
  const byType: (Entry | undefined)[] = [];
  for (const [name, [type, codec]] of Object.entries(rows))
    for (const number of [type].flat()) byType[number] = { name, codec };
  for (const set of bits) byType[set.type] = { name: set.name, codec: set.codec, set };
  const absent = absentValues(rows, bits);

  const read = (view: DataView, start: number, end: number) => {
    const result: Record<string, unknown> = { ...absent };
    const unknown: RawAttribute[] = [];
    eachAttribute(view, start, end, (type, from, to) => {
      const entry = byType[type];
      if (entry === undefined || to - from < (entry.codec.size ?? 0)) {
        unknown.push({ type, data: new Uint8Array(view.buffer, view.byteOffset + from, to - from) });
      } else if (entry.set) {
        const { value } = entry.set.codec.read(view, from, to);
        for (const [name, bit] of bitsOf(entry.set)) result[name] = (value & bit) !== 0;
      } else {
        result[entry.name] = entry.codec.read(view, from, to);
      }
    });
    if (unknown.length > 0) result.unknown = unknown;
    return result;
  };

  const write = (writer: Writer, values: Readonly<Record<string, unknown>>) => {
    for (const [name, value] of Object.entries(values)) {
      const row = rows[name];
      if (value === undefined || row === undefined) continue;
      const [types, codec] = row;
      const type = typeof types === 'number' ? types : types[String(value).includes(':') ? 1 : 0];
      writeAttribute(writer, name, type, codec, value);
    }
    for (const set of bits) {
      const said = bitsOf(set).filter(([name]) => values[name] !== undefined);
      if (said.length === 0) continue;
      const mask = said.reduce((sum, [, bit]) => sum | bit, 0);
      const value = said.reduce((sum, [name, bit]) => (values[name] ? sum | bit : sum), 0);
      writeAttribute(writer, set.name, set.type, set.codec, { value, mask });
    }
  };

  return { nested: true, skip: 0, size: undefined, entry: (type) => byType[type], read, write } as Attributes;
}
