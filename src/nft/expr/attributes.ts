import type { Attribute, AttributeSink } from '../schema.js';
import { encodeExpression, isOpaque, type LowExpression } from './index.js';
import { encodeInner } from './inner.js';

/** Type and length, each of 16 bits in host order, then the payload padded to 4 bytes: netlink's own form. */
const HEADER = 4;

const encoder = new TextEncoder();

function padded(length: number): number {
  return (length + 3) & ~3;
}

/** An expression's attributes in one text (base64); of one that libnftnl does not encode, the kernel's. */
export function encodeAttributes(expression: LowExpression): string {
  if (isOpaque(expression)) return Buffer.from(expression.opaque).toString('base64');
  if (expression.name === 'inner') return Buffer.from(encodeInner(expression)).toString('base64');
  const parts: Uint8Array[] = [];
  const put = (attribute: number, payload: Uint8Array) => {
    const part = new Uint8Array(HEADER + padded(payload.length));
    new Uint16Array(part.buffer, 0, 2).set([HEADER + payload.length, attribute]);
    part.set(payload, HEADER);
    parts.push(part);
  };
  const sink: AttributeSink = {
    u8: (attribute, value) => put(attribute, Uint8Array.of(value)),
    u16: (attribute, value) => put(attribute, new Uint8Array(Uint16Array.of(value).buffer)),
    u32: (attribute, value) => put(attribute, new Uint8Array(Uint32Array.of(value).buffer)),
    s32: (attribute, value) => put(attribute, new Uint8Array(Int32Array.of(value).buffer)),
    u64: (attribute, value) => put(attribute, new Uint8Array(BigUint64Array.of(BigInt(value)).buffer)),
    string: (attribute, value) => put(attribute, encoder.encode(`${value}\0`)),
    bytes: put,
  };
  encodeExpression(expression, sink);
  return Buffer.concat(parts).toString('base64');
}

/** The reverse; undefined where the text holds no attributes. */
export function decodeAttributes(data: string): Attribute[] | undefined {
  const bytes = Uint8Array.from(Buffer.from(data, 'base64'));
  const attributes: Attribute[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (bytes.length - at < HEADER) return undefined;
    const [length = 0, attribute = 0] = new Uint16Array(bytes.slice(at, at + HEADER).buffer);
    if (length < HEADER || at + length > bytes.length) return undefined;
    attributes.push([attribute, bytes.subarray(at + HEADER, at + length)]);
    at += padded(length);
  }
  return attributes;
}
