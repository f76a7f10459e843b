import { NFPROTO_IPV4, NFPROTO_IPV6 } from '../../uapi/netfilter.js';
import { NF_NAT_RANGE_NETMAP } from '../../uapi/nf_nat.js';
import { NFT_NAT_DNAT, NFT_NAT_SNAT } from '../../uapi/nf_tables.js';
import type { Nat, NatStatement } from '../ast.js';
import { inetService } from '../datatype/inet.js';
import { expression, object, oneOrMore, orNull, type Shape, word } from '../shape.js';
import { evaluateNat } from './nat_evaluate.js';
import { flagNames, NAT_FLAGS } from './nat_flags.js';
import { parseNat } from './nat_parse.js';
import { addressAndPort, printNat } from './nat_print.js';
import { raisePort, raiseTarget } from './nat_raise.js';
import type { StatementDefinition } from './statement.js';

export type NatKind = 'snat' | 'dnat' | 'masquerade' | 'redirect';

const translation = object(
  {},
  {
    family: word('ip', 'ip6'),
    addr: expression,
    port: expression,
    flags: oneOrMore(word(...NAT_FLAGS)),
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

  withExpressions(statement, change) {
    const [kind, node] = natOf(statement);
    if (node.port === undefined && node.addr === undefined) return statement;
    return natStatement(kind, {
      ...node,
      ...(node.addr === undefined ? {} : { addr: change(node.addr, addressAndPort) }),
      ...(node.port === undefined ? {} : { port: change(node.port, inetService) }),
    });
  },

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
      if (type !== NFT_NAT_SNAT && type !== NFT_NAT_DNAT) return false;
      const target = raiseTarget(expression, raising);
      if (target === undefined) return false;
      // What leads to ranges or to ports, too, is listed with its family everywhere.
      const known = family === NFPROTO_IPV4 || family === NFPROTO_IPV6;
      const named = known && (raising.family === 'inet' || target.composed);
      const version = named ? { family: family === NFPROTO_IPV4 ? ('ip' as const) : ('ip6' as const) } : {};
      const prefix = (flags & NF_NAT_RANGE_NETMAP) !== 0 ? { type_flags: 'prefix' as const } : {};
      const node = { ...version, ...target.nat, ...flagNames(flags), ...prefix };
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
