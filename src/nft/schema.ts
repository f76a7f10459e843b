/**
 * Attribute schemas of libnftnl's objects and expressions: a TypeScript type and a codec from one table.
 *
 * A field's number is libnftnl's (`NFTNL_EXPR_*`, `NFTNL_RULE_*`), its kind the width that libnftnl's setter reads;
 * integers are in host order, because libnftnl swaps them itself. Register data are `bytes` as they lie in the register.
 */

/** Where the kernel's own bytes stand, of what libnftnl does not encode (native/core/nft/format.h). */
export const OPAQUE = 0x3f02;

interface ValueOf {
  u8: number;
  u16: number;
  u32: number;
  s32: number;
  u64: number | bigint;
  string: string;
  bytes: Uint8Array;
}

export type FieldKind = keyof ValueOf;

export interface Field<K extends FieldKind = FieldKind, O extends boolean = boolean> {
  readonly attribute: number;
  readonly kind: K;
  readonly optional: O;
}

export type Schema = Readonly<Record<string, Field>>;

type RequiredKeys<S extends Schema> = {
  [K in keyof S]: S[K]['optional'] extends true ? never : K;
}[keyof S];

/** The object that a schema describes. */
export type Fields<S extends Schema> = {
  readonly [K in RequiredKeys<S>]: ValueOf[S[K]['kind']];
} & {
  readonly [K in Exclude<keyof S, RequiredKeys<S>>]?: ValueOf[S[K]['kind']];
};

const field =
  <K extends FieldKind>(kind: K) =>
  (attribute: number): Field<K, false> => ({ attribute, kind, optional: false });

export const u8 = field('u8');
export const u16 = field('u16');
export const u32 = field('u32');
export const s32 = field('s32');
export const u64 = field('u64');
export const string = field('string');
export const bytes = field('bytes');

/** The same field, but it may be missing. */
export function optional<K extends FieldKind>(required: Field<K, false>): Field<K, true> {
  return { attribute: required.attribute, kind: required.kind, optional: true };
}

/** Where encoded attributes go: one method for each kind, in host order. */
export type AttributeSink = {
  readonly [K in FieldKind]: (attribute: number, value: ValueOf[K]) => void;
};

/** An attribute as read: its number and its payload, integers in host order. */
export type Attribute = readonly [attribute: number, payload: Uint8Array];

/** Values by the names of their fields. */
export type FieldValues = Readonly<Record<string, ValueOf[FieldKind] | undefined>>;

/** Writes the fields that are set, in the schema's order. */
export function encodeFields(schema: Schema, fields: FieldValues, sink: AttributeSink): void {
  for (const key in schema) {
    const value = fields[key];
    const entry = schema[key];
    if (value === undefined || entry === undefined) continue;
    (sink[entry.kind] as (attribute: number, value: ValueOf[FieldKind]) => void)(entry.attribute, value);
  }
}

/**
 * Reads fields; undefined where one is missing, has another width or is not in the schema, because then the object
 * means something that the schema cannot say.
 */
export function decodeFields<S extends Schema>(
  schema: S,
  attributes: Iterable<Attribute>,
): Fields<S> | undefined {
  const fields: Record<string, ValueOf[FieldKind]> = {};
  const keys = keysByAttribute(schema);
  for (const [attribute, payload] of attributes) {
    const key = keys.get(attribute);
    const kind = key === undefined ? undefined : schema[key]?.kind;
    const value = kind === undefined ? undefined : decoders[kind](payload);
    if (key === undefined || value === undefined) return undefined;
    fields[key] = value;
  }
  for (const key in schema) if (schema[key]?.optional === false && !(key in fields)) return undefined;
  return fields as Fields<S>;
}

/** The fields that the schema knows; others, such as counters of use, are the kernel's own. */
export function decodeKnown<S extends Schema>(
  schema: S,
  attributes: readonly Attribute[],
): Partial<Fields<S>> {
  const keys = keysByAttribute(schema);
  const known = attributes.every(([attribute]) => keys.has(attribute))
    ? attributes
    : attributes.filter(([attribute]) => keys.has(attribute));
  return decodeFields(schema, known) ?? {};
}

const keyTables = new WeakMap<Schema, Map<number, string>>();

function keysByAttribute(schema: Schema): Map<number, string> {
  let keys = keyTables.get(schema);
  if (keys === undefined) {
    keys = new Map(Object.entries(schema).map(([key, { attribute }]) => [attribute, key]));
    keyTables.set(schema, keys);
  }
  return keys;
}

const text = new TextDecoder();

const decoders: { readonly [K in FieldKind]: (payload: Uint8Array) => ValueOf[K] | undefined } = {
  u8: (payload) => (payload.length === 1 ? payload[0] : undefined),
  u16: (payload) => (payload.length === 2 ? new Uint16Array(payload.slice().buffer)[0] : undefined),
  u32: (payload) => (payload.length === 4 ? new Uint32Array(payload.slice().buffer)[0] : undefined),
  s32: (payload) => (payload.length === 4 ? new Int32Array(payload.slice().buffer)[0] : undefined),
  u64: (payload) => {
    if (payload.length !== 8) return undefined;
    const value = new BigUint64Array(payload.slice().buffer)[0];
    return value !== undefined && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
  },
  string: (payload) => {
    const end = payload.indexOf(0);
    return text.decode(end < 0 ? payload : payload.subarray(0, end));
  },
  bytes: (payload) => payload,
};
