import { type Check, wrongType } from '../check/options.js';
import {
  TC_H_CLSACT,
  TC_H_INGRESS,
  TC_H_MIN_EGRESS,
  TC_H_MIN_INGRESS,
  TC_H_ROOT,
} from '../uapi/pkt_sched.js';
import { type Codec, u32 } from '../wire/codec.js';
import { type Field, field } from './measure.js';

/** A qdisc, `'1:'`, or a class, `'1:10'`: hexadecimal, as tc(8) writes them. */
export type TcHandle = `${string}:${string}`;

const HANDLE = /^([0-9a-f]{0,4}):([0-9a-f]{0,4})$/i;

/** Both halves of a handle, or nothing if it is none. */
export function parseHandle(value: unknown): number | undefined {
  const [, major, minor] = (typeof value === 'string' && HANDLE.exec(value)) || [];
  if (major === undefined || minor === undefined) return undefined;
  return Number.parseInt(major || '0', 16) * 0x10000 + Number.parseInt(minor || '0', 16);
}

/** `'1:10'`; of a qdisc, whose second half is zero, `'1:'`. */
export function formatHandle(handle: number): TcHandle {
  const minor = handle & 0xffff;
  return `${(handle >>> 16).toString(16)}:${minor === 0 ? '' : minor.toString(16)}`;
}

function handleCodec(what: string, valid: (handle: number) => boolean): Field<TcHandle> {
  const parse = (name: string, value: unknown): number => {
    const handle = parseHandle(value);
    if (handle === undefined || !valid(handle)) throw wrongType(name, value, what);
    return handle;
  };
  const codec: Codec<TcHandle> = {
    size: 4,
    write: (writer, value) => u32.write(writer, parse('value', value)),
    read: (view, start, end) => formatHandle(u32.read(view, start, end)),
  };
  const check: Check = (name, value) => {
    parse(name, value);
  };
  return field(codec, check);
}

export const qdiscHandle = handleCodec(
  'the handle of a qdisc such as "1:"',
  (handle) => handle !== 0 && (handle & 0xffff) === 0,
);
export const classHandle = handleCodec(
  'the handle of a class such as "1:10"',
  (handle) => (handle & 0xffff) !== 0,
);
export const anyHandle = handleCodec('a handle such as "1:" or "1:10"', (handle) => handle !== 0);

/** Where a qdisc may hang: `root`, the special places of packets that come in, or a class. */
export type QdiscParent = 'root' | 'ingress' | 'clsact' | TcHandle;

/** Where a filter may hang: the root qdisc, the two sides of clsact (`ingress` has the first), a qdisc or a class. */
export type FilterParent = 'root' | 'ingress' | 'egress' | TcHandle;

const QDISC_PARENTS = { root: TC_H_ROOT, ingress: TC_H_INGRESS, clsact: TC_H_CLSACT } as const;

/** To the kernel, no parent at all means the root qdisc. */
const FILTER_PARENTS = {
  root: 0,
  ingress: ((TC_H_CLSACT & 0xffff_0000) | TC_H_MIN_INGRESS) >>> 0,
  egress: ((TC_H_CLSACT & 0xffff_0000) | TC_H_MIN_EGRESS) >>> 0,
} as const;

function parentCodec<N extends string>(names: Readonly<Record<N, number>>): Field<N | TcHandle> {
  const entries = Object.entries(names) as [N, number][];
  const words = entries.map(([name]) => JSON.stringify(name)).join(', ');
  const parse = (name: string, value: unknown): number => {
    const place = entries.find(([word]) => word === value)?.[1] ?? parseHandle(value);
    if (place === undefined) throw wrongType(name, value, `${words} or a handle such as "1:10"`);
    return place;
  };
  return {
    size: 4,
    check: (name, value) => {
      parse(name, value);
    },
    write: (writer, value) => u32.write(writer, parse('value', value)),
    read: (view, start, end) => {
      const parent = u32.read(view, start, end);
      return entries.find(([, number]) => number === parent)?.[0] ?? formatHandle(parent);
    },
  };
}

export const qdiscParent = parentCodec(QDISC_PARENTS);
export const filterParent = parentCodec(FILTER_PARENTS);

/** The number of a block of filters stands where the parent of other filters does. */
export const parentOfBlock = (block: number): TcHandle => formatHandle(block);

/** @see parentOfBlock */
export const blockOf = (parent: FilterParent): number => parseHandle(parent) ?? 0;
