/**
 * Comments as nft stores them with tables, chains and rules: attributes of one byte for the type, one for the length,
 * and the value, a string with its zero byte (libnftnl/udata.h).
 */

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

/** NFTNL_UDATA_SET_ELEM_*. */
const ELEMENT_COMMENT = 0;
const ELEMENT_FLAGS = 1;

/** What nft keeps with an element. */
export interface ElementData {
  readonly comment?: string;
  /** NFTNL_SET_ELEM_F_*. */
  readonly flags?: number;
}

export function encodeElementData({ comment, flags }: ElementData): Uint8Array {
  const parts: number[] = [];
  if (comment !== undefined) {
    const text = encoder.encode(comment);
    parts.push(ELEMENT_COMMENT, text.length + 1, ...text, 0);
  }
  if (flags !== undefined) parts.push(ELEMENT_FLAGS, 4, ...new Uint8Array(Uint32Array.of(flags).buffer));
  return Uint8Array.from(parts);
}

export function decodeElementData(data: Uint8Array | undefined): ElementData {
  const comment = decodeComment(data);
  return comment === undefined ? {} : { comment };
}
