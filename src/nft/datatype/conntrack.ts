import { bytesFor, fromNumber, lowestBit, shiftLeft } from '../value.js';
import { type Datatype, ValueError } from './datatype.js';
import { parseInteger } from './integer.js';
import { symbolicType } from './symbolic.js';

export const connectionState = symbolicType({
  name: 'ct_state',
  id: 26,
  description: 'conntrack state',
  bits: 32,
  order: 'host',
  bitmask: true,
  symbols: { invalid: 1, new: 8, established: 2, related: 4, untracked: 64 },
});

/** IP_CT_DIR_*, linux/netfilter/nf_conntrack_tuple_common.h. */
export const connectionDirection = symbolicType({
  name: 'ct_dir',
  id: 27,
  description: 'conntrack direction',
  bits: 8,
  order: 'host',
  symbols: { original: 0, reply: 1 },
});

/** IPS_*, linux/netfilter/nf_conntrack_common.h. */
export const connectionStatus = symbolicType({
  name: 'ct_status',
  id: 28,
  description: 'conntrack status',
  bits: 32,
  order: 'host',
  bitmask: true,
  symbols: { expected: 1, 'seen-reply': 2, assured: 4, confirmed: 8, snat: 16, dnat: 32, dying: 512 },
});

/** 1 << IPCT_*. */
export const connectionEvents = symbolicType({
  name: 'ct_event',
  id: 40,
  description: 'conntrack events',
  bits: 32,
  order: 'host',
  bitmask: true,
  symbols: {
    new: 1,
    related: 2,
    destroy: 4,
    reply: 8,
    assured: 16,
    protoinfo: 32,
    helper: 64,
    mark: 128,
    seqadj: 256,
    secmark: 512,
    label: 1024,
  },
});

const LABELS = 128;

/** One of the 128 labels of a connection: a bit, by its number or its name in connlabel.conf. */
export const connectionLabel: Datatype = {
  name: 'ct_label',
  id: 30,
  description: 'conntrack label',
  bits: LABELS,
  order: 'host',
  base: 'integer',
  bitmask: true,
  prefix: false,
  parse(immediate, names) {
    const text = String(immediate);
    const bit = names.symbol('connlabel', text) ?? parseInteger(text);
    if (bit === undefined) throw new ValueError(`"${text}" is not a connection label`);
    if (bit >= LABELS) throw new ValueError(`label ${text} is out of range (0 to ${LABELS - 1})`);
    return shiftLeft(fromNumber(1, bytesFor(LABELS)), Number(bit));
  },
  toAst(value, names) {
    const bit = lowestBit(value) ?? 0;
    return names.symbolName('connlabel', bit) ?? bit;
  },
  toText: (immediate) => (typeof immediate === 'string' ? `"${immediate}"` : String(immediate)),
};
