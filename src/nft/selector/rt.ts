import {
  NFT_RT_CLASSID,
  NFT_RT_NEXTHOP4,
  NFT_RT_NEXTHOP6,
  NFT_RT_TCPMSS,
  NFT_RT_XFRM,
} from '../../uapi/nf_tables.js';
import type { RtExpression } from '../ast.js';
import { ipv4Address, ipv6Address } from '../datatype/address.js';
import type { Datatype } from '../datatype/datatype.js';
import { hostInteger } from '../datatype/integer.js';
import { realm } from '../datatype/lookup.js';
import { boolean } from '../datatype/packet.js';
import { fail, type RuleContext } from '../evaluate/context.js';
import { ip } from '../fields/ip.js';
import { ip6 } from '../fields/ip6.js';
import { object, word } from '../shape.js';
import type { Instruction, Selector } from './selector.js';
import type { RtTerm } from './term.js';

type Node = RtExpression['rt'];

interface RouteKey {
  readonly name: Node['key'];
  readonly family?: 'ip' | 'ip6';
  /** NFT_RT_*. */
  readonly number: number;
  readonly type: Datatype;
  readonly bits: number;
}

const KEYS: readonly RouteKey[] = [
  { name: 'classid', number: NFT_RT_CLASSID, type: realm, bits: 32 },
  { name: 'nexthop', family: 'ip', number: NFT_RT_NEXTHOP4, type: ipv4Address, bits: 32 },
  { name: 'nexthop', family: 'ip6', number: NFT_RT_NEXTHOP6, type: ipv6Address, bits: 128 },
  { name: 'mtu', number: NFT_RT_TCPMSS, type: hostInteger, bits: 16 },
  { name: 'ipsec', number: NFT_RT_XFRM, type: boolean, bits: 8 },
];

const NAMES = ['classid', 'nexthop', 'mtu', 'ipsec'] as const;
const VERSIONS = ['ip', 'ip6'] as const;

/** Properties of the packet's route. */
export const rt: Selector<RtExpression, RtTerm, Instruction<'rt'>> = {
  keywords: ['rt classid', 'rt nexthop', 'rt mtu', 'rt ipsec', 'rt ip', 'rt ip6'],

  parse(parser) {
    parser.expectWord('rt');
    const family = VERSIONS.find((version) => parser.word(version));
    const key = parser.oneOf(NAMES, 'a property of the route');
    return { rt: family === undefined || key !== 'nexthop' ? { key } : { key, family } };
  },

  print: ({ rt: { key, family } }) => `rt ${family === undefined ? key : `${family} ${key}`}`,

  typeOf: ({ rt: { key, family } }) => KEYS.find((each) => each.name === key && each.family === family)?.type,

  shape: object({ rt: object({ key: word(...NAMES) }, { family: word(...VERSIONS) }) }),

  evaluate({ rt: node }, context) {
    context.enter('rt');
    const family = node.key === 'nexthop' ? versionOf(node, context) : undefined;
    const found = KEYS.find((each) => each.name === node.key && each.family === family);
    if (found === undefined) return fail(`unknown rt key "${node.key}"`);
    context.leave();
    const term = termOf(found);
    context.expectLike(term);
    return term;
  },

  instruction: 'rt',

  load: ({ key }, dreg) => ({ name: 'rt', key, dreg }),

  raise({ key }) {
    const found = KEYS.find((each) => each.number === key);
    return found && termOf(found);
  },

  toAst({ key: number }) {
    const { name, family } = KEYS.find((each) => each.number === number) ?? { name: 'mtu' as const };
    return { rt: family === undefined ? { key: name } : { key: name, family } };
  },
};

function termOf({ number, type, bits }: RouteKey): RtTerm {
  return { kind: 'rt', key: number, type, bits, order: type.order };
}

/** Of which version of IP the next hop is: as it says, or as the rule says. */
function versionOf({ family }: Node, { protocols, family: table }: RuleContext): 'ip' | 'ip6' {
  const network = protocols.at('network');
  const known = network === ip ? 'ip' : network === ip6 ? 'ip6' : undefined;
  const wanted =
    family ?? known ?? fail('nothing says which version of IP this is: write "rt ip" or "rt ip6"');
  if ((table === 'ip' || table === 'ip6') && table !== wanted) {
    fail(`tables of the ${table} family see no next hop of ${wanted}`);
  }
  return wanted;
}
