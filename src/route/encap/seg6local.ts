import { type Checks, integer, nested, wrongType } from '../../check/options.js';
import { choice, device, type Field, field, ipv4, ipv6, readOnly, word } from '../../link/field.js';
import { requires } from '../../netlink/requirement.js';
import { LWTUNNEL_ENCAP_SEG6_LOCAL } from '../../uapi/lwtunnel.js';
import {
  SEG6_LOCAL_ACTION,
  SEG6_LOCAL_ACTION_END,
  SEG6_LOCAL_ACTION_END_AM,
  SEG6_LOCAL_ACTION_END_AS,
  SEG6_LOCAL_ACTION_END_B6,
  SEG6_LOCAL_ACTION_END_B6_ENCAP,
  SEG6_LOCAL_ACTION_END_BM,
  SEG6_LOCAL_ACTION_END_BPF,
  SEG6_LOCAL_ACTION_END_DT4,
  SEG6_LOCAL_ACTION_END_DT6,
  SEG6_LOCAL_ACTION_END_DT46,
  SEG6_LOCAL_ACTION_END_DX2,
  SEG6_LOCAL_ACTION_END_DX4,
  SEG6_LOCAL_ACTION_END_DX6,
  SEG6_LOCAL_ACTION_END_S,
  SEG6_LOCAL_ACTION_END_T,
  SEG6_LOCAL_ACTION_END_X,
  SEG6_LOCAL_BPF,
  SEG6_LOCAL_BPF_PROG,
  SEG6_LOCAL_BPF_PROG_NAME,
  SEG6_LOCAL_CNT_BYTES,
  SEG6_LOCAL_CNT_ERRORS,
  SEG6_LOCAL_CNT_PACKETS,
  SEG6_LOCAL_COUNTERS,
  SEG6_LOCAL_FLAVORS,
  SEG6_LOCAL_FLV_LCBLOCK_BITS,
  SEG6_LOCAL_FLV_LCNODE_FN_BITS,
  SEG6_LOCAL_FLV_OP_NEXT_CSID,
  SEG6_LOCAL_FLV_OP_PSP,
  SEG6_LOCAL_FLV_OP_USD,
  SEG6_LOCAL_FLV_OP_USP,
  SEG6_LOCAL_FLV_OPERATION,
  SEG6_LOCAL_IIF,
  SEG6_LOCAL_NH4,
  SEG6_LOCAL_NH6,
  SEG6_LOCAL_OIF,
  SEG6_LOCAL_SRH,
  SEG6_LOCAL_TABLE,
  SEG6_LOCAL_VRFTABLE,
} from '../../uapi/seg6_local.js';
import { attributes } from '../../wire/attributes.js';
import { bitNames, string, u8, u32, u64 } from '../../wire/codec.js';
import { defineEncap } from './encap.js';
import { readSegmentRouting, segmentList, writeSegmentRouting } from './segments.js';

const ACTIONS = {
  End: SEG6_LOCAL_ACTION_END,
  'End.X': SEG6_LOCAL_ACTION_END_X,
  'End.T': SEG6_LOCAL_ACTION_END_T,
  'End.DX2': SEG6_LOCAL_ACTION_END_DX2,
  'End.DX6': SEG6_LOCAL_ACTION_END_DX6,
  'End.DX4': SEG6_LOCAL_ACTION_END_DX4,
  'End.DT6': SEG6_LOCAL_ACTION_END_DT6,
  'End.DT4': SEG6_LOCAL_ACTION_END_DT4,
  'End.B6': SEG6_LOCAL_ACTION_END_B6,
  'End.B6.Encaps': SEG6_LOCAL_ACTION_END_B6_ENCAP,
  'End.BM': SEG6_LOCAL_ACTION_END_BM,
  'End.S': SEG6_LOCAL_ACTION_END_S,
  'End.AS': SEG6_LOCAL_ACTION_END_AS,
  'End.AM': SEG6_LOCAL_ACTION_END_AM,
  'End.BPF': SEG6_LOCAL_ACTION_END_BPF,
  'End.DT46': SEG6_LOCAL_ACTION_END_DT46,
} as const;

const FLAVORS = {
  psp: 1 << SEG6_LOCAL_FLV_OP_PSP,
  usp: 1 << SEG6_LOCAL_FLV_OP_USP,
  usd: 1 << SEG6_LOCAL_FLV_OP_USD,
  'next-csid': 1 << SEG6_LOCAL_FLV_OP_NEXT_CSID,
} as const;

const flavorNames = bitNames(FLAVORS);

/** Variants of an action; RFC 8986, section 4.16, and RFC 9800. */
export interface Seg6Flavors {
  readonly operations: readonly (keyof typeof FLAVORS)[];
  /** Bits of the locator block, for `next-csid`. Default 32. */
  readonly lblen?: number;
  /** Bits of the locator node function, for `next-csid`. Default 16. */
  readonly nflen?: number;
}

const flavorAttributes = attributes({
  operations: [SEG6_LOCAL_FLV_OPERATION, u32],
  lblen: [SEG6_LOCAL_FLV_LCBLOCK_BITS, u8],
  nflen: [SEG6_LOCAL_FLV_LCNODE_FN_BITS, u8],
});

const flavorChecks: Checks<Seg6Flavors> = {
  operations: (name, value) => {
    if (!Array.isArray(value) || !value.every((each) => Object.hasOwn(FLAVORS, each)))
      throw wrongType(name, value, `an array of ${Object.keys(FLAVORS).join(', ')}`);
  },
  lblen: integer(1, 120),
  nflen: integer(1, 120),
};

const flavors: Field<
  { operations: (keyof typeof FLAVORS)[]; lblen?: number | undefined; nflen?: number | undefined },
  Seg6Flavors
> = {
  ...flavorAttributes,
  check: nested(flavorChecks, ['operations']),
  write: (writer, { operations, ...lengths }) =>
    flavorAttributes.write(writer, {
      operations: operations.reduce((sum, name) => sum | FLAVORS[name], 0),
      ...lengths,
    }),
  read: (view, start, end) => {
    const { operations = 0, lblen, nflen } = flavorAttributes.read(view, start, end);
    return { operations: flavorNames(operations), lblen, nflen };
  },
};

/** A segment list without a mode. */
const segs: Field<string[], readonly string[]> = field(
  {
    size: undefined,
    write: (writer, value) => writeSegmentRouting(writer, value, {}),
    read: (view, start, end) => readSegmentRouting(view, start, end).segs,
  },
  segmentList,
);

const counterAttributes = attributes({
  packets: [SEG6_LOCAL_CNT_PACKETS, u64],
  bytes: [SEG6_LOCAL_CNT_BYTES, u64],
  errors: [SEG6_LOCAL_CNT_ERRORS, u64],
});
const ZEROS = { packets: 0n, bytes: 0n, errors: 0n };

/** Counters are asked for by their being there. */
const counters: Field<{ packets?: bigint; bytes?: bigint; errors?: bigint }, true> = {
  ...counterAttributes,
  check: (name, value) => {
    if (value !== true) throw wrongType(name, value, 'true');
  },
  write: (writer) => counterAttributes.write(writer, ZEROS),
};

/** What is done with a packet that comes to one's own segment: `encap seg6local action End.DX6 nh6 2001:db8::1`. */
export const seg6local = defineEncap({
  type: LWTUNNEL_ENCAP_SEG6_LOCAL,
  needs: requires('encap', 'seg6local', 'IPV6_SEG6_LWTUNNEL'),
  required: ['action'],
  rows: {
    /** RFC 8986, section 4. */
    action: [SEG6_LOCAL_ACTION, choice(u32, ACTIONS)],
    /** For End.B6 and End.B6.Encaps. */
    segs: [SEG6_LOCAL_SRH, segs],
    /** For End.T and End.DT6. */
    table: [SEG6_LOCAL_TABLE, word],
    nh4: [SEG6_LOCAL_NH4, ipv4],
    nh6: [SEG6_LOCAL_NH6, ipv6],
    iif: [SEG6_LOCAL_IIF, device],
    oif: [SEG6_LOCAL_OIF, device],
    /** For End.DT4, End.DT6 and End.DT46: the table of a VRF. */
    vrftable: [SEG6_LOCAL_VRFTABLE, word],
    /** True, to have them counted. */
    count: [SEG6_LOCAL_COUNTERS, counters],
    flavors: [SEG6_LOCAL_FLAVORS, flavors],
    bpf: [
      SEG6_LOCAL_BPF,
      readOnly(attributes({ program: [SEG6_LOCAL_BPF_PROG, u32], name: [SEG6_LOCAL_BPF_PROG_NAME, string] })),
      'read',
    ],
  },
});
