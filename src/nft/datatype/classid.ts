import { fromNumber, toNumber } from '../value.js';
import { type Datatype, ValueError } from './datatype.js';
import { parseInteger } from './integer.js';

/** TC_H_ROOT and TC_H_UNSPEC, linux/pkt_sched.h. */
const WORDS: ReadonlyMap<string, number> = new Map([
  ['root', 0xffffffff],
  ['none', 0],
]);

const HANDLE = /^([0-9a-f]{0,4}):([0-9a-f]{0,4})$/i;

function readHandle(text: string): number | undefined {
  const halves = HANDLE.exec(text);
  if (halves !== null)
    return Number.parseInt(`0${halves[1]}`, 16) * 0x10000 + Number.parseInt(`0${halves[2]}`, 16);
  const number = parseInteger(text);
  return number !== undefined && number <= 0xffffffffn ? Number(number) : undefined;
}

/** A class of a queueing discipline, `1:20` in hexadecimal: what a packet's priority says (linux/pkt_sched.h). */
export const classId: Datatype = {
  name: 'classid',
  id: 23,
  description: 'traffic class',
  bits: 32,
  order: 'host',
  base: 'integer',
  bitmask: false,
  prefix: false,
  parse(immediate) {
    const text = String(immediate);
    const handle = WORDS.get(text) ?? readHandle(text);
    if (handle === undefined)
      throw new ValueError(`"${text}" is not a traffic class such as 1:20, "root" or "none"`);
    return fromNumber(handle, 4);
  },
  toAst(value) {
    const handle = toNumber(value);
    for (const [word, number] of WORDS) if (number === handle) return word;
    return `${Math.floor(handle / 0x10000).toString(16)}:${(handle % 0x10000).toString(16)}`;
  },
  toText: String,
};
