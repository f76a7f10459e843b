/**
 * Comments as nft stores them with tables, chains and rules: attributes of one byte for the type, one for the length,
 * and the value, a string with its zero byte (libnftnl/udata.h).
 */

import type { Order } from './datatype/datatype.js';

/** NFTNL_UDATA_TABLE_COMMENT, NFTNL_UDATA_CHAIN_COMMENT and NFTNL_UDATA_RULE_COMMENT are the same. */
const COMMENT = 0;

/** NFTNL_UDATA_COMMENT_MAXLEN. */
export const LONGEST_COMMENT = 128;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function encodeComment(comment: string): Uint8Array {
  const text = encoder.encode(comment);
  const data = new Uint8Array(text.length + 3);
  data[0] = COMMENT;
  data[1] = text.length + 1;
  data.set(text, 2);
  return data;
}

/** The comment in user data; undefined where there is none. */
export function decodeComment(data: Uint8Array | undefined): string | undefined {
  if (data === undefined) return undefined;
  for (let at = 0; at + 2 <= data.length; ) {
    const [type, length = 0] = data.subarray(at, at + 2);
    const value = data.subarray(at + 2, at + 2 + length);
    if (type === COMMENT && value.length === length && value.at(-1) === 0) {
      return decoder.decode(value.subarray(0, length - 1));
    }
    at += 2 + length;
  }
  return undefined;
}

/** NFTNL_UDATA_SET_*. */
const SET_KEY_ORDER = 0;
const SET_DATA_ORDER = 1;
const SET_MERGE = 2;
const SET_KEY_TYPEOF = 3;
const SET_DATA_TYPEOF = 4;
const SET_DATA_INTERVAL = 6;
const SET_COMMENT = 7;

/** nft's numbers of byte orders; of a concatenation and of a verdict it is none. */
const ORDERS = { none: 0, host: 1, big: 2 } as const;

const NUMBERED_ORDERS: readonly (Order | undefined)[] = [undefined, 'host', 'big'];

export type DataOrder = keyof typeof ORDERS;

/** What nft keeps with a set, to list its elements as they were written. */
export interface SetData {
  readonly keyOrder: DataOrder;
  /** Of a map to values or verdicts. */
  readonly dataOrder?: DataOrder | undefined;
  /** Elements that touch become one: `auto-merge`. */
  readonly merge?: boolean | undefined;
  /** The expression that the type of keys was taken from, as `encodeTypeof` writes it. */
  readonly keyTypeof?: Uint8Array | undefined;
  readonly dataTypeof?: Uint8Array | undefined;
  /** Of any map to values: whether they may be ranges. */
  readonly dataInterval?: boolean | undefined;
  readonly comment?: string | undefined;
}

/** One attribute after the other, each with its type and length in a byte. */
export function encodeAttributes(
  attributes: readonly (readonly [type: number, value: Uint8Array] | undefined)[],
): Uint8Array {
  const bytes = attributes.flatMap((attribute) =>
    attribute === undefined ? [] : [attribute[0], attribute[1].length, ...attribute[1]],
  );
  return Uint8Array.from(bytes);
}

export function u32(type: number, value: number): readonly [number, Uint8Array] {
  return [type, new Uint8Array(Uint32Array.of(value).buffer)];
}

/** The number in an attribute of 32 bits, in the order of the host; 0 where it is none. */
export function u32Of(value: Uint8Array | undefined): number {
  return value?.length === 4 ? (new Uint32Array(value.slice().buffer)[0] ?? 0) : 0;
}

function text(type: number, value: string): readonly [number, Uint8Array] {
  return [type, encoder.encode(`${value}\0`)];
}

export function encodeSetData(set: SetData): Uint8Array {
  const { keyOrder, dataOrder, merge, keyTypeof, dataTypeof, dataInterval, comment } = set;
  return encodeAttributes([
    u32(SET_KEY_ORDER, ORDERS[keyOrder]),
    dataOrder && u32(SET_DATA_ORDER, ORDERS[dataOrder]),
    merge ? u32(SET_MERGE, 1) : undefined,
    keyTypeof && [SET_KEY_TYPEOF, keyTypeof],
    dataTypeof && [SET_DATA_TYPEOF, dataTypeof],
    dataInterval === undefined ? undefined : u32(SET_DATA_INTERVAL, dataInterval ? 1 : 0),
    comment === undefined ? undefined : text(SET_COMMENT, comment),
  ]);
}

/** What nft has kept with a set, as far as it is needed here. */
export interface KeptSetData {
  readonly merge: boolean;
  /** Of keys that are single values of a kind with either order. */
  readonly keyOrder: Order | undefined;
  readonly dataInterval: boolean;
  readonly keyTypeof?: Uint8Array | undefined;
  readonly dataTypeof?: Uint8Array | undefined;
  readonly comment?: string | undefined;
}

export function decodeSetData(data: Uint8Array | undefined): KeptSetData {
  const kept = new Map(attributesIn(data));
  const comment = kept.get(SET_COMMENT);
  return {
    merge: u32Of(kept.get(SET_MERGE)) !== 0,
    keyOrder: NUMBERED_ORDERS[u32Of(kept.get(SET_KEY_ORDER))],
    dataInterval: u32Of(kept.get(SET_DATA_INTERVAL)) !== 0,
    keyTypeof: kept.get(SET_KEY_TYPEOF),
    dataTypeof: kept.get(SET_DATA_TYPEOF),
    comment: comment?.at(-1) === 0 ? decoder.decode(comment.subarray(0, -1)) : undefined,
  };
}

export function* attributesIn(
  data: Uint8Array = new Uint8Array(),
): Generator<readonly [type: number, value: Uint8Array]> {
  for (let at = 0; at + 2 <= data.length; ) {
    const [type = 0, length = 0] = data.subarray(at, at + 2);
    yield [type, data.subarray(at + 2, at + 2 + length)];
    at += 2 + length;
  }
}

/** NFTNL_UDATA_SET_ELEM_*. */
const ELEMENT_COMMENT = 0;
const ELEMENT_FLAGS = 1;

/** NFTNL_SET_ELEM_F_INTERVAL_OPEN: the interval goes on to the last value. */
export const INTERVAL_OPEN = 1;

/** What nft keeps with an element. */
export interface ElementData {
  readonly comment?: string | undefined;
  readonly flags?: number | undefined;
}

export function encodeElementData({ comment, flags }: ElementData): Uint8Array {
  return encodeAttributes([
    comment === undefined ? undefined : text(ELEMENT_COMMENT, comment),
    flags === undefined ? undefined : u32(ELEMENT_FLAGS, flags),
  ]);
}

export function decodeElementData(data: Uint8Array | undefined): ElementData {
  return { comment: decodeComment(data) };
}
