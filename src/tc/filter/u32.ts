import { linkName } from '../../check/link.js';
import { boolean, type Check, integer, nested, wrongType } from '../../check/options.js';
import { requires } from '../../netlink/requirement.js';
import {
  TCA_U32_ACT,
  TCA_U32_CLASSID,
  TCA_U32_DIVISOR,
  TCA_U32_FLAGS,
  TCA_U32_HASH,
  TCA_U32_INDEV,
  TCA_U32_LINK,
  TCA_U32_MARK,
  TCA_U32_PCNT,
  TCA_U32_SEL,
} from '../../uapi/pkt_cls.js';
import { attributes } from '../../wire/attributes.js';
import { type Codec, type Read, string, u32 } from '../../wire/codec.js';
import { struct } from '../../wire/struct.js';
import { actionList } from '../action/actions.js';
import { classHandle } from '../handle.js';
import { type OwnChecks, present, translated } from '../kind.js';
import { number64 } from '../measure.js';
import { counters } from '../xstats.js';
import { type FilterKind, type Offload, offloadFlags, offloadOf } from './kind.js';
import type { FilterPlace } from './place.js';
import { keys, keysOf, match, type U32Key, type U32Match } from './u32_keys.js';
import { selector, type U32HashKey, type U32Offset } from './u32_selector.js';

/** A hash table, `'800:'`, a bucket of one, `'800:5:'`, or a filter in it, `'800:5:801'`; hexadecimal. */
export type U32Handle = `${string}:${string}`;

/** Matches bits of a packet, wherever they are: `tc filter add ... u32`; tc-u32(8). */
export interface U32Filter extends FilterPlace, Offload {
  readonly kind: 'u32';
  /** Its name; with {@link divisor} that of the table. The kernel chooses one if it is left out. */
  readonly handle?: U32Handle;
  /** Parts of an IPv4 or IPv6 packet, all of which have to be so. Written only: {@link keys} are read. */
  readonly match?: U32Match;
  /** Words of the packet, all of which have to be so. */
  readonly keys?: readonly U32Key[];
  /** Mark of the packet. */
  readonly mark?: { readonly value: number; readonly mask: number };
  /** Only packets that came in there. */
  readonly inputDevice?: string;
  /** Makes a hash table of so many buckets, a power of two up to 256, instead of a filter. */
  readonly divisor?: number;
  /** The table, or bucket, that it is put into. Default: the root table of its priority. */
  readonly table?: U32Handle;
  /** The table where packets that match are looked up next. */
  readonly linkTable?: U32Handle;
  readonly hashKey?: U32HashKey;
  readonly offset?: U32Offset;
}

const HANDLE = /^([0-9a-f]{1,3}):(?:([0-9a-f]{0,2}):([0-9a-f]{0,3}))?$/i;

function parseU32Handle(value: unknown): number | undefined {
  const found = typeof value === 'string' ? HANDLE.exec(value) : null;
  if (!found) return undefined;
  const [table = 0, bucket = 0, node = 0] = found.slice(1).map((part) => Number.parseInt(part || '0', 16));
  return ((table << 20) | (bucket << 12) | node) >>> 0;
}

function formatU32Handle(handle: number): U32Handle {
  const [table, bucket, node] = [handle >>> 20, (handle >>> 12) & 0xff, handle & 0xfff].map((part) =>
    part === 0 ? '' : part?.toString(16),
  );
  return bucket || node ? `${table}:${bucket}:${node}` : `${table}:`;
}

const handle: Check = (field, value) => {
  if (parseU32Handle(value) === undefined)
    throw wrongType(field, value, 'a handle such as "800:", "800:5:" or "800::801"');
};

const handleCodec: Codec<U32Handle> = {
  size: 4,
  write: (writer, value) => u32.write(writer, parseU32Handle(value) ?? 0),
  read: (view, start, end) => formatU32Handle(u32.read(view, start, end)),
};

const set = attributes({
  classId: [TCA_U32_CLASSID, classHandle],
  divisor: [TCA_U32_DIVISOR, u32],
  table: [TCA_U32_HASH, handleCodec],
  linkTable: [TCA_U32_LINK, handleCodec],
  selector: [TCA_U32_SEL, selector],
  inputDevice: [TCA_U32_INDEV, string],
  mark: [TCA_U32_MARK, struct({ value: u32, mask: u32, success: u32 })],
  actions: [TCA_U32_ACT, actionList],
  flags: [TCA_U32_FLAGS, offloadFlags],
  /** `struct tc_u32_pcnt`: how often it was asked and matched; what each key counts is not told apart. */
  counts: [TCA_U32_PCNT, counters({ asked: number64, hits: number64 })],
});

function encode(options: U32Filter) {
  const { classId, divisor, table, linkTable, match, hashKey, offset, mark, inputDevice, actions } = options;
  if (divisor !== undefined) return { divisor };
  const keys = [...(match ? keysOf(match, options.protocol) : []), ...(options.keys ?? [])];
  return {
    classId,
    table,
    linkTable,
    selector: { keys, terminal: classId !== undefined || actions !== undefined, offset, hashKey },
    inputDevice,
    mark,
    actions,
    flags: offloadOf(options),
  };
}

function decode({ selector, flags, mark, counts, unknown, ...read }: Read<typeof set>) {
  return present({
    ...read,
    keys: selector?.keys,
    offset: selector?.offset,
    hashKey: selector?.hashKey,
    mark: mark && mark.mask !== 0 ? { value: mark.value, mask: mark.mask } : undefined,
    ...flags,
    ...counts,
  });
}

const word = integer(0, 0xffff_ffff);
const signed = integer(-0x8000, 0x7fff);

const divisor: Check = (field, value) => {
  integer(1, 256)(field, value);
  if (!Number.isInteger(Math.log2(Number(value))))
    throw new RangeError(`${field} must be a power of two, not ${value}`);
};

const checks: OwnChecks<U32Filter, FilterPlace & { kind: 'u32'; handle: string }> = {
  match,
  keys,
  mark: nested({ value: word, mask: word }, ['value', 'mask']),
  inputDevice: linkName,
  divisor,
  table: handle,
  linkTable: handle,
  hashKey: nested<U32HashKey>({ at: signed, mask: word }, ['at', 'mask']),
  offset: nested<U32Offset>({
    at: signed,
    mask: integer(0, 0xffff),
    shift: integer(0, 15),
    plus: integer(0, 0xffff),
    eat: boolean,
  }),
  skipHardware: boolean,
  skipSoftware: boolean,
};

export const u32Filter: FilterKind<U32Filter> = {
  needs: requires('filter', 'u32', 'NET_CLS_U32', 'cls_u32'),
  handle: {
    check: handle,
    parse: (value) => parseU32Handle(value) ?? 0,
    format: formatU32Handle,
  },
  checks,
  options: translated(set, encode, decode),
};
