import type { Codec, Read, Written } from './codec.js';
import { LITTLE_ENDIAN } from './endian.js';
import type { Fields, Struct, StructIn, StructOut } from './struct.js';
import type { Writer } from './writer.js';

export const NLA_HEADER = 4;
/** NLA_TYPE_MASK: the two upper bits say "nested" and "network byte order". */
const TYPE_MASK = 0x3fff;
const NLA_F_NESTED = 0x8000;

/** Any codec at all: what it reads is unknown, and only a table knows what it may write. */
type AnyCodec = Codec<unknown, never>;
type Table = Readonly<Record<string, readonly [type: number, codec: AnyCodec]>>;

/** An attribute without a name here, kept as it came. */
export interface RawAttribute {
  readonly type: number;
  readonly data: Uint8Array;
}

/** What a set of attributes writes: each may be left out. */
export type AttributesIn<T extends Table> = { readonly [K in keyof T]?: Written<T[K][1]> | undefined };
/** What a set of attributes reads: those that were there, and under `unknown` those that have no name in it. */
export type AttributesOut<T extends Table> = { -readonly [K in keyof T]?: Read<T[K][1]> } & {
  unknown?: RawAttribute[];
};

/** A set of netlink attributes, as a codec: of a message's tail or of a nested attribute. */
export interface Attributes<T extends Table = Table> extends Codec<AttributesOut<T>, AttributesIn<T>> {
  readonly nested: true;
  /** Bytes of a fixed header before the first attribute. */
  readonly skip: number;
  /** Reads into an object that is there already, beside what is in it. */
  readInto<R extends object>(into: R, view: DataView, start: number, end: number): R & AttributesOut<T>;
  /** Name and codec of an attribute number; of a list, by position. */
  entry(type: number, position?: number): { readonly name: string; readonly codec: AnyCodec } | undefined;
}

/** What holds attributes of any kind. */
type Nest = Pick<Attributes, 'nested' | 'skip' | 'entry'>;

function isNest(codec: AnyCodec): codec is AnyCodec & Nest {
  return 'nested' in codec;
}

/**
 * Describes attributes by a table, `attributes({ mtu: [IFLA_MTU, u32], info: [IFLA_LINKINFO, linkInfo] })`, from
 * which their TypeScript types are inferred. Writing follows the order of the values' keys; reading keeps what
 * the table does not have, or what is shorter than its codec, under `unknown`.
 */
export function attributes<const T extends Table>(table: T): Attributes<T> {
  const byName = new Map(Object.entries(table));
  const byType: ({ name: string; codec: AnyCodec; least: number } | undefined)[] = [];
  for (const [name, [type, codec]] of byName) byType[type] = { name, codec, least: codec.size ?? 0 };

  // Every message that is read comes through here: nothing is called or made but what the message itself needs.
  function readInto<R extends object>(result: R, view: DataView, start: number, end: number) {
    const into = result as Record<string, unknown>;
    let unknown: RawAttribute[] | undefined;
    for (let at = start; at + NLA_HEADER <= end; ) {
      const length = view.getUint16(at, LITTLE_ENDIAN);
      const to = at + length;
      if (length < NLA_HEADER || to > end) break;
      const type = view.getUint16(at + 2, LITTLE_ENDIAN) & TYPE_MASK;
      const from = at + NLA_HEADER;
      const entry = byType[type];
      if (entry === undefined || to - from < entry.least) {
        unknown ??= [];
        unknown.push({ type, data: new Uint8Array(view.buffer, view.byteOffset + from, to - from) });
      } else {
        into[entry.name] = entry.codec.read(view, from, to);
      }
      at += (length + 3) & ~3;
    }
    if (unknown !== undefined) into.unknown = unknown;
    return result as R & AttributesOut<T>;
  }

  return {
    nested: true,
    skip: 0,
    size: undefined,
    entry: (type) => byType[type],
    write(writer, values) {
      for (const name in values) {
        const value = values[name];
        if (value === undefined) continue;
        const row = byName.get(name);
        if (row === undefined) throw new TypeError(`unknown attribute ${name}`);
        writeAttribute(writer, name, row[0], row[1], value);
      }
    },
    read: (view, start, end) => readInto({}, view, start, end),
    readInto,
  };
}

/** One attribute: header, value, padding. An error in the value names it. */
export function writeAttribute(
  writer: Writer,
  name: string,
  type: number,
  codec: AnyCodec,
  value: unknown,
): void {
  if (value === false && codec.size === 0) return;
  const start = writer.reserve(NLA_HEADER);
  try {
    codec.write(writer, value as never);
  } catch (error) {
    // What a nested attribute complains of starts with that one's name already.
    if (error instanceof TypeError || error instanceof RangeError)
      error.message = name + (/^[\w.]+ (must|is) /.test(error.message) ? '.' : ' ') + error.message;
    throw error;
  }
  const length = writer.length - start;
  if (length > 0xffff) throw new RangeError(`${name} is too long for a netlink attribute (${length} bytes)`);
  writer.view.setUint16(start, length, LITTLE_ENDIAN);
  writer.view.setUint16(start + 2, isNest(codec) ? type | NLA_F_NESTED : type, LITTLE_ENDIAN);
  writer.align();
}

/** Walks attributes; ends at the first one that does not fit. */
export function eachAttribute(
  view: DataView,
  start: number,
  end: number,
  each: (type: number, from: number, to: number) => void,
): void {
  for (let at = start; at + NLA_HEADER <= end; ) {
    const length = view.getUint16(at, LITTLE_ENDIAN);
    if (length < NLA_HEADER || at + length > end) return;
    each(view.getUint16(at + 2, LITTLE_ENDIAN) & TYPE_MASK, at + NLA_HEADER, at + length);
    at += (length + 3) & ~3;
  }
}

/** A nested list: every entry is one attribute of the same number, read and written with the same codec. */
export function list<Out, In>(
  type: number,
  codec: Codec<Out, In>,
): Codec<Out[], readonly In[]> & { readonly nested: true } {
  return {
    ...nestOf(codec),
    write(writer, values) {
      for (const [index, value] of values.entries()) writeAttribute(writer, `${index}`, type, codec, value);
    },
    read(view, start, end) {
      const result: Out[] = [];
      eachAttribute(view, start, end, (found, from, to) => {
        if (found === type && to - from >= (codec.size ?? 0)) result.push(codec.read(view, from, to));
      });
      return result;
    },
  };
}

/** Attributes of a request whose answers repeat one attribute: those are read as a list under `name`. */
export function answeredBy<T extends Table, const N extends string, Out>(
  request: Attributes<T>,
  name: N,
  type: number,
  codec: Codec<Out, never>,
): Attributes<T & { readonly [K in N]: readonly [type: number, codec: Codec<Out[], never>] }> {
  const entries = list(type, codec);
  const readInto = (into: object, view: DataView, start: number, end: number) =>
    Object.assign(into, { [name]: entries.read(view, start, end) });
  const read = (view: DataView, start: number, end: number) => readInto({}, view, start, end);
  return { ...request, read, readInto } as never;
}

/** A nested list whose entries have numbers that mean something, or are merely counted: NLA_NESTED_ARRAY. */
export function entries<Out, In>(
  codec: Codec<Out, In>,
): Codec<[number: number, value: Out][], readonly (readonly [number: number, value: In])[]> & {
  readonly nested: true;
} {
  return {
    ...nestOf(codec),
    write(writer, values) {
      for (const [index, [number, value]] of values.entries())
        writeAttribute(writer, `${index}`, number, codec, value);
    },
    read(view, start, end) {
      const result: [number, Out][] = [];
      eachAttribute(view, start, end, (number, from, to) => {
        if (to - from >= (codec.size ?? 0)) result.push([number, codec.read(view, from, to)]);
      });
      return result;
    },
  };
}

/** Entries that are all of a kind: they have no names but their positions. */
function nestOf(codec: AnyCodec): Nest & { readonly size: undefined } {
  return {
    nested: true,
    skip: 0,
    size: undefined,
    entry: (_type, position) => ({ name: `${position}`, codec }),
  };
}

/** Names of the attributes that byte `offset` of a message lies in, from the outside in. */
export function attributePath(
  set: Pick<Attributes, 'entry'>,
  view: DataView,
  start: number,
  end: number,
  offset: number,
): string[] {
  const path: string[] = [];
  let position = -1;
  eachAttribute(view, start, end, (type, from, to) => {
    position++;
    if (offset < from - NLA_HEADER || offset >= to) return;
    const entry = set.entry(type, position);
    path.push(entry?.name ?? `attribute ${type}`);
    if (entry && isNest(entry.codec) && offset >= from) {
      path.push(...attributePath(entry.codec, view, from + entry.codec.skip, to, offset));
    }
  });
  return path;
}

/** A nested attribute that starts with a fixed header, such as a veth's peer. */
export function headed<F extends Fields, T extends Table>(
  header: Struct<F>,
  set: Attributes<T>,
): Codec<
  StructOut<F> & AttributesOut<T>,
  { readonly header: StructIn<F>; readonly attributes: AttributesIn<T> }
> & {
  readonly nested: true;
} {
  return {
    nested: true,
    skip: header.size,
    size: header.size,
    entry: set.entry,
    write(writer: Writer, value: { readonly header: StructIn<F>; readonly attributes: AttributesIn<T> }) {
      header.write(writer, value.header);
      set.write(writer, value.attributes);
    },
    read(view: DataView, start: number, end: number) {
      return set.readInto(header.read(view, start), view, start + header.size, end);
    },
  } as ReturnType<typeof headed<F, T>>;
}
