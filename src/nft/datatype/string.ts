import type { Value } from '../value.js';
import type { Datatype } from './datatype.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The text up to the first zero byte. */
export function textOf(value: Value): string {
  const end = value.indexOf(0);
  return decoder.decode(end < 0 ? value : value.subarray(0, end));
}

function stringType(name: string, id: number, description: string, bits: number): Datatype {
  return {
    name,
    id,
    description,
    bits,
    order: 'big',
    base: 'string',
    bitmask: false,
    prefix: false,
    parse: (immediate) => encoder.encode(String(immediate)),
    toAst: textOf,
    toText: (immediate) => `"${immediate}"`,
  };
}

export const text = stringType('string', 5, 'string', 0);

/** IFNAMSIZ: a name of at most 15 bytes and a zero. */
export const interfaceName = stringType('ifname', 41, 'network interface name', 128);
