import type { Codec, Read, Written } from './codec.js';
import type { Writer } from './writer.js';

/** The fields of a C struct, in their order: codecs of a fixed size by name. */
export type Fields = Record<string, Codec<unknown, never>>;

/** A fixed C struct: fields in the header's order, without padding of its own. */
export interface Struct<F extends Fields = Fields> {
  readonly size: number;
  /** Fields that are left out are zero. */
  write(writer: Writer, values: StructIn<F>): void;
  /** Reads {@link size} bytes from `start` on. */
  read(view: DataView, start: number): StructOut<F>;
  /** Reads into an object that is there already, beside what is in it. */
  readInto<R extends object>(into: R, view: DataView, start: number): R & StructOut<F>;
}

export type StructIn<F extends Fields> = { readonly [K in keyof F]?: Written<F[K]> | undefined };
export type StructOut<F extends Fields> = { [K in keyof F]: Read<F[K]> };

/** Describes a struct by its fields: `struct({ family: u8, prefixLength: u8, flags: u8, scope: u8, index: u32 })`. */
export function struct<const F extends Fields>(fields: F): Struct<F> {
  const entries = Object.entries(fields).map(([name, codec]) => {
    if (codec.size === undefined) throw new TypeError(`struct field ${name} has no fixed size`);
    return { name, codec, size: codec.size };
  });
  function readInto<R extends object>(result: R, view: DataView, start: number) {
    const into = result as Record<string, unknown>;
    let at = start;
    for (let i = 0; i < entries.length; i++) {
      const { name, codec, size } = entries[i] as (typeof entries)[number];
      into[name] = codec.read(view, at, at + size);
      at += size;
    }
    return result as R & StructOut<F>;
  }

  return {
    size: entries.reduce((sum, entry) => sum + entry.size, 0),
    write(writer, values) {
      for (const { name, codec, size } of entries) {
        const value = values[name];
        if (value === undefined) writer.reserve(size);
        else codec.write(writer, value as never);
      }
    },
    read: (view, start) => readInto({}, view, start) as StructOut<F>,
    readInto,
  };
}
