import { NFPROTO_INET, NFPROTO_IPV4, NFPROTO_IPV6 } from '../../uapi/netfilter.js';
import {
  NF_NAT_RANGE_NETMAP,
  NF_NAT_RANGE_PERSISTENT,
  NF_NAT_RANGE_PROTO_RANDOM,
  NF_NAT_RANGE_PROTO_RANDOM_FULLY,
  NF_NAT_RANGE_PROTO_SPECIFIED,
} from '../../uapi/nf_nat.js';
import { NFT_NAT_DNAT, NFT_NAT_SNAT } from '../../uapi/nf_tables.js';
import type { Expression, Nat, NatFlag, NatStatement } from '../ast.js';
import { ipv4Address, ipv6Address } from '../datatype/address.js';
import type { Datatype } from '../datatype/datatype.js';
import { inetService } from '../datatype/inet.js';
import { evaluateArgument } from '../evaluate/argument.js';
import { fail, type RuleContext } from '../evaluate/context.js';
import type { KnownExpression } from '../expr/index.js';
import { ip } from '../fields/ip.js';
import { ip6 } from '../fields/ip6.js';
import { Instructions } from '../linearize/registers.js';
import { loadTerm } from '../linearize/term.js';
import { expression, object, oneOrMore, orNull, type Shape, word } from '../shape.js';
import type { Term } from '../term.js';
import { compactList, listOf } from './flags.js';
import { parseNat } from './nat_parse.js';
import { printNat } from './nat_print.js';
import { raiseAddress, raisePort } from './nat_raise.js';
import type { StatementDefinition } from './statement.js';

export type NatKind = 'snat' | 'dnat' | 'masquerade' | 'redirect';

type IPFamily = 'ip' | 'ip6';

const FLAGS: Readonly<Record<NatFlag, number>> = {
  random: NF_NAT_RANGE_PROTO_RANDOM,
  'fully-random': NF_NAT_RANGE_PROTO_RANDOM_FULLY,
  persistent: NF_NAT_RANGE_PERSISTENT,
  netmap: NF_NAT_RANGE_NETMAP,
};

const ADDRESSES: Readonly<Record<IPFamily, Datatype>> = { ip: ipv4Address, ip6: ipv6Address };

const NUMBERS: Readonly<Record<IPFamily, number>> = { ip: NFPROTO_IPV4, ip6: NFPROTO_IPV6 };

const translation = object(
  {},
  {
    family: word('ip', 'ip6'),
    addr: expression,
    port: expression,
    flags: oneOrMore(word(...Object.keys(FLAGS))),
    type_flags: oneOrMore(word('interval', 'prefix', 'concat')),
  },
);

const SHAPES: Readonly<Record<NatKind, Shape>> = {
  snat: object({ snat: translation }),
  dnat: object({ dnat: translation }),
  masquerade: object({ masquerade: orNull(translation) }),
  redirect: object({ redirect: orNull(translation) }),
};

/** The statement of a kind, as the AST has it: with nothing to say, masquerade and redirect are null. */
export function natStatement(kind: NatKind, nat: Nat): NatStatement {
  const bare = Object.keys(nat).length === 0 ? null : nat;
  switch (kind) {
    case 'snat':
      return { snat: nat };
    case 'dnat':
      return { dnat: nat };
    case 'masquerade':
      return { masquerade: bare };
    case 'redirect':
      return { redirect: bare };
  }
}

export function natOf(statement: NatStatement): readonly [NatKind, Nat] {
  if ('snat' in statement) return ['snat', statement.snat];
  if ('dnat' in statement) return ['dnat', statement.dnat];
  if ('masquerade' in statement) return ['masquerade', statement.masquerade ?? {}];
  return ['redirect', statement.redirect ?? {}];
}

/** Address translation: `dnat to 192.0.2.1:80`, `masquerade random`. */
export const nat: StatementDefinition<NatStatement> = {
  keywords: ['snat', 'dnat', 'masquerade', 'redirect'],

  parse: (parser) => parseNat(parser),

  print: (statement, context) => printNat(statement, context),

  shape: (statement, cursor) => SHAPES[natOf(statement as NatStatement)[0]](statement, cursor),

  evaluate(statement, context) {
    const [kind, node] = natOf(statement);
    context.enter(kind);
    context.steps.push(evaluateNat(kind, node, context));
    context.leave();
  },

  isFinal: () => true,

  raise: {
    nat(expression, raising) {
      const { type, family, flags = 0 } = expression;
      const address = raiseAddress(family, expression.regAddrMin, expression.regAddrMax, raising);
      const port = raisePort(expression.regProtoMin, expression.regProtoMax, raising);
      if (address === undefined || port === undefined) return false;
      if (type !== NFT_NAT_SNAT && type !== NFT_NAT_DNAT) return false;
      const named = raising.family === 'inet' && (family === NFPROTO_IPV4 || family === NFPROTO_IPV6);
      const version = named ? { family: family === NFPROTO_IPV4 ? ('ip' as const) : ('ip6' as const) } : {};
      const prefix = (flags & NF_NAT_RANGE_NETMAP) !== 0 ? { type_flags: 'prefix' as const } : {};
      const node = { ...version, ...address, ...port, ...flagNames(flags), ...prefix };
      raising.statement(natStatement(type === NFT_NAT_SNAT ? 'snat' : 'dnat', node));
      return true;
    },

    masq({ flags = 0, regProtoMin, regProtoMax }, raising) {
      const port = raisePort(regProtoMin, regProtoMax, raising);
      if (port === undefined) return false;
      raising.statement(natStatement('masquerade', { ...port, ...flagNames(flags) }));
      return true;
    },

    redir({ flags = 0, regProtoMin, regProtoMax }, raising) {
      const port = raisePort(regProtoMin, regProtoMax, raising);
      if (port === undefined) return false;
      raising.statement(natStatement('redirect', { ...port, ...flagNames(flags) }));
      return true;
    },
  },
};

function flagNames(bits: number): Pick<Nat, 'flags'> {
  const names = (Object.keys(FLAGS) as NatFlag[]).filter((flag) => (bits & FLAGS[flag]) !== 0);
  return names.length === 0 ? {} : { flags: compactList(names) };
}

function flagBits(node: Nat): number {
  let bits = listOf(node.flags).reduce(
    (sum, flag) => sum | (FLAGS[flag] ?? fail(`unknown flag "${flag}"`)),
    0,
  );
  if (listOf(node.type_flags).includes('prefix')) bits |= NF_NAT_RANGE_NETMAP;
  if (node.port !== undefined) bits |= NF_NAT_RANGE_PROTO_SPECIFIED;
  return bits;
}

/** The version of IP that addresses are of; undefined where nothing says. */
function ipFamily(node: Nat, context: RuleContext): IPFamily | undefined {
  if (context.family !== 'ip' && context.family !== 'ip6' && context.family !== 'inet') {
    fail(`addresses can be translated in tables of the ip, ip6 and inet families, not ${context.family}`);
  }
  if (node.family !== undefined) return node.family;
  if (context.family !== 'inet') return context.family;
  const network = context.protocols.at('network');
  if (network === ip) return 'ip';
  return network === ip6 ? 'ip6' : undefined;
}

function evaluateNat(kind: NatKind, node: Nat, context: RuleContext): KnownExpression[] {
  const family = ipFamily(node, context);
  const instructions = new Instructions();
  const [addrMin, addrMax] = loadRange(evaluateAddress(node.addr, family, context), instructions);
  const [protoMin, protoMax] = loadRange(evaluatePort(node.port, context), instructions);
  const flags = flagBits(node);
  const ports = {
    ...(protoMin === undefined ? {} : { regProtoMin: protoMin }),
    ...(protoMax === undefined ? {} : { regProtoMax: protoMax }),
    ...(flags === 0 ? {} : { flags }),
  };
  if (kind === 'masquerade') instructions.add({ name: 'masq', ...ports });
  else if (kind === 'redirect') instructions.add({ name: 'redir', ...ports });
  else {
    instructions.add({
      name: 'nat',
      type: kind === 'snat' ? NFT_NAT_SNAT : NFT_NAT_DNAT,
      family: node.addr === undefined || family === undefined ? portFamily(context) : NUMBERS[family],
      ...(addrMin === undefined ? {} : { regAddrMin: addrMin }),
      ...(addrMax === undefined ? {} : { regAddrMax: addrMax }),
      ...ports,
    });
  }
  return instructions.list;
}

/** Without an address either version of IP will do where the table sees both. */
function portFamily({ family }: RuleContext): number {
  if (family === 'inet') return NFPROTO_INET;
  return family === 'ip' ? NFPROTO_IPV4 : NFPROTO_IPV6;
}

/** Loads one value or both ends of a range, each into its register. */
function loadRange(term: Term | undefined, instructions: Instructions): [number?, number?] {
  if (term === undefined) return [];
  const min = instructions.allocate();
  if (term.kind !== 'range') {
    loadTerm(term, min, instructions);
    return [min];
  }
  const max = instructions.allocate();
  loadTerm(term.from, min, instructions);
  loadTerm(term.to, max, instructions);
  return [min, max];
}

function evaluateAddress(
  address: Expression | undefined,
  family: IPFamily | undefined,
  context: RuleContext,
): Term | undefined {
  if (address === undefined) return undefined;
  if (family === undefined) {
    return fail(
      'say which version of IP this is for, as in "dnat ip to", because tables of the inet family see both',
    );
  }
  const network = context.protocols.at('network');
  if ((network === ip && family === 'ip6') || (network === ip6 && family === 'ip')) {
    fail(`the rule is for ${network.name}, and an ${family} address cannot be translated to`);
  }
  context.enter('addr');
  const type = context.family === 'inet' ? ADDRESSES[family] : ADDRESSES[context.family as IPFamily];
  const term = evaluateArgument(address, type, context, 'big');
  context.leave();
  return term;
}

function evaluatePort(port: Expression | undefined, context: RuleContext): Term | undefined {
  if (port === undefined) return undefined;
  context.enter('port');
  if (context.protocols.at('transport') === undefined) {
    fail('ports can be translated only after a match of the transport protocol, such as "tcp dport 80"');
  }
  const term = evaluateArgument(port, inetService, context, 'big');
  context.leave();
  return term;
}
