import {
  CTRL_ATTR_FAMILY_ID,
  CTRL_ATTR_OP_POLICY,
  CTRL_ATTR_POLICY,
  CTRL_ATTR_POLICY_DO,
  CTRL_ATTR_POLICY_DUMP,
} from '../uapi/genetlink.js';
import {
  NL_ATTR_TYPE_BINARY,
  NL_ATTR_TYPE_BITFIELD32,
  NL_ATTR_TYPE_FLAG,
  NL_ATTR_TYPE_INVALID,
  NL_ATTR_TYPE_NESTED,
  NL_ATTR_TYPE_NESTED_ARRAY,
  NL_ATTR_TYPE_NUL_STRING,
  NL_ATTR_TYPE_S8,
  NL_ATTR_TYPE_S16,
  NL_ATTR_TYPE_S32,
  NL_ATTR_TYPE_S64,
  NL_ATTR_TYPE_SINT,
  NL_ATTR_TYPE_STRING,
  NL_ATTR_TYPE_U8,
  NL_ATTR_TYPE_U16,
  NL_ATTR_TYPE_U32,
  NL_ATTR_TYPE_U64,
  NL_ATTR_TYPE_UINT,
  NL_POLICY_TYPE_ATTR_BITFIELD32_MASK,
  NL_POLICY_TYPE_ATTR_MASK,
  NL_POLICY_TYPE_ATTR_MAX_LENGTH,
  NL_POLICY_TYPE_ATTR_MAX_VALUE_S,
  NL_POLICY_TYPE_ATTR_MAX_VALUE_U,
  NL_POLICY_TYPE_ATTR_MIN_LENGTH,
  NL_POLICY_TYPE_ATTR_MIN_VALUE_S,
  NL_POLICY_TYPE_ATTR_MIN_VALUE_U,
  NL_POLICY_TYPE_ATTR_POLICY_IDX,
  NL_POLICY_TYPE_ATTR_POLICY_MAXTYPE,
  NL_POLICY_TYPE_ATTR_TYPE,
} from '../uapi/netlink.js';
import { attributes, entries } from '../wire/attributes.js';
import { named, type Read, s64, u16, u32, u64 } from '../wire/codec.js';
import { generic } from '../wire/index.js';
import type { Decoded } from '../wire/message.js';

/** What an attribute holds, as `genl ctrl policy` calls it, in lower case. */
const ATTRIBUTE_TYPES = {
  invalid: NL_ATTR_TYPE_INVALID,
  flag: NL_ATTR_TYPE_FLAG,
  u8: NL_ATTR_TYPE_U8,
  u16: NL_ATTR_TYPE_U16,
  u32: NL_ATTR_TYPE_U32,
  u64: NL_ATTR_TYPE_U64,
  s8: NL_ATTR_TYPE_S8,
  s16: NL_ATTR_TYPE_S16,
  s32: NL_ATTR_TYPE_S32,
  s64: NL_ATTR_TYPE_S64,
  binary: NL_ATTR_TYPE_BINARY,
  string: NL_ATTR_TYPE_STRING,
  nul_string: NL_ATTR_TYPE_NUL_STRING,
  nested: NL_ATTR_TYPE_NESTED,
  nested_array: NL_ATTR_TYPE_NESTED_ARRAY,
  bitfield32: NL_ATTR_TYPE_BITFIELD32,
  sint: NL_ATTR_TYPE_SINT,
  uint: NL_ATTR_TYPE_UINT,
} as const;

const attributePolicy = attributes({
  type: [NL_POLICY_TYPE_ATTR_TYPE, named(u32, ATTRIBUTE_TYPES)],
  leastSigned: [NL_POLICY_TYPE_ATTR_MIN_VALUE_S, s64],
  mostSigned: [NL_POLICY_TYPE_ATTR_MAX_VALUE_S, s64],
  least: [NL_POLICY_TYPE_ATTR_MIN_VALUE_U, u64],
  most: [NL_POLICY_TYPE_ATTR_MAX_VALUE_U, u64],
  leastLength: [NL_POLICY_TYPE_ATTR_MIN_LENGTH, u32],
  mostLength: [NL_POLICY_TYPE_ATTR_MAX_LENGTH, u32],
  policy: [NL_POLICY_TYPE_ATTR_POLICY_IDX, u32],
  maxAttribute: [NL_POLICY_TYPE_ATTR_POLICY_MAXTYPE, u32],
  bits: [NL_POLICY_TYPE_ATTR_BITFIELD32_MASK, u32],
  mask: [NL_POLICY_TYPE_ATTR_MASK, u64],
});

/** The controller tells of one attribute, or of one command, a message. */
export const policyBody = generic({
  attributes: {
    id: [CTRL_ATTR_FAMILY_ID, u16],
    policies: [CTRL_ATTR_POLICY, entries(entries(attributePolicy))],
    operations: [
      CTRL_ATTR_OP_POLICY,
      entries(attributes({ do: [CTRL_ATTR_POLICY_DO, u32], dump: [CTRL_ATTR_POLICY_DUMP, u32] })),
    ],
  },
});

/** What the kernel takes for an attribute. Absent: it does not say. */
export interface AttributePolicy {
  /** What it holds. */
  readonly type?: keyof typeof ATTRIBUTE_TYPES | number;
  /** The range of a number. */
  readonly least?: bigint;
  readonly most?: bigint;
  /** Of binary data and strings, in bytes. */
  readonly leastLength?: number;
  readonly mostLength?: number;
  /** Of what is nested: its policy, a key of {@link FamilyPolicy.policies}, and its highest attribute. */
  readonly policy?: number;
  readonly maxAttribute?: number;
  /** Which bits may be used. */
  readonly mask?: bigint;
}

/** What a family's commands take: what `genl ctrl policy name NAME` prints. */
export interface FamilyPolicy {
  /** By command, the policy of its attributes: a key of {@link policies}. */
  readonly operations: ReadonlyMap<number, { readonly do?: number; readonly dump?: number }>;
  /** Attributes by number, of each set of them. */
  readonly policies: ReadonlyMap<number, ReadonlyMap<number, AttributePolicy>>;
}

export function toPolicy(messages: readonly Decoded<typeof policyBody>[]): FamilyPolicy {
  const operations: [number, { do?: number; dump?: number }][] = [];
  const policies = new Map<number, Map<number, AttributePolicy>>();
  for (const message of messages) {
    operations.push(...(message.operations ?? []));
    for (const [index, found] of message.policies ?? []) {
      const policy = policies.get(index) ?? new Map<number, AttributePolicy>();
      policies.set(index, policy);
      for (const [number, attribute] of found) policy.set(number, toAttribute(attribute));
    }
  }
  return { operations: new Map(operations), policies };
}

function toAttribute({
  leastSigned,
  mostSigned,
  bits,
  unknown: _padding,
  ...rest
}: Read<typeof attributePolicy>): AttributePolicy {
  return {
    ...rest,
    ...(leastSigned === undefined ? {} : { least: leastSigned }),
    ...(mostSigned === undefined ? {} : { most: mostSigned }),
    ...(bits === undefined ? {} : { mask: BigInt(bits) }),
  };
}
