import {
  NF_NAT_RANGE_NETMAP,
  NF_NAT_RANGE_PERSISTENT,
  NF_NAT_RANGE_PROTO_RANDOM,
  NF_NAT_RANGE_PROTO_RANDOM_FULLY,
  NF_NAT_RANGE_PROTO_SPECIFIED,
} from '../../uapi/nf_nat.js';
import type { Nat, NatFlag } from '../ast.js';
import { fail } from '../evaluate/context.js';
import { compactList, listOf } from './flags.js';

const FLAGS: Readonly<Record<NatFlag, number>> = {
  random: NF_NAT_RANGE_PROTO_RANDOM,
  'fully-random': NF_NAT_RANGE_PROTO_RANDOM_FULLY,
  persistent: NF_NAT_RANGE_PERSISTENT,
  netmap: NF_NAT_RANGE_NETMAP,
};

/** In the order in which they are listed. */
export const NAT_FLAGS = Object.keys(FLAGS) as readonly NatFlag[];

export function flagNames(bits: number): Pick<Nat, 'flags'> {
  const names = NAT_FLAGS.filter((flag) => (bits & FLAGS[flag]) !== 0);
  return names.length === 0 ? {} : { flags: compactList(names) };
}

export function flagBits(node: Nat): number {
  let bits = listOf(node.flags).reduce(
    (sum, flag) => sum | (FLAGS[flag] ?? fail(`unknown flag "${flag}"`)),
    0,
  );
  if (listOf(node.type_flags).includes('prefix')) bits |= NF_NAT_RANGE_NETMAP;
  if (node.port !== undefined) bits |= NF_NAT_RANGE_PROTO_SPECIFIED;
  return bits;
}
