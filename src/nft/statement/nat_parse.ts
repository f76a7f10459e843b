import type { Nat, NatFlag, NatStatement } from '../ast.js';
import { parseArgument } from '../parse/expression.js';
import type { Parser } from '../parse/parser.js';
import { compactList } from './flags.js';
import { type NatKind, natStatement } from './nat.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const KINDS: readonly NatKind[] = ['snat', 'dnat', 'masquerade', 'redirect'];

const FLAGS: readonly NatFlag[] = ['random', 'fully-random', 'persistent'];

/** `dnat [ip|ip6] [prefix|interval|addr . port] [to] address[:port] [flags]`, `masquerade|redirect [to :port] [flags]`. */
export function parseNat(parser: Parser): NatStatement {
  const kind = parser.oneOf(KINDS, 'a translation');
  const node: Writable<Nat> = {};
  if (kind === 'snat' || kind === 'dnat') parseTarget(parser, node);
  else if (parser.word('to')) {
    const colon = parser.symbol(':');
    if (!colon && kind === 'masquerade') parser.unexpected('":" and a port');
    parsePort(parser, node);
  }
  const flags = parseFlags(parser);
  if (flags.length > 0) node.flags = compactList(flags);
  return natStatement(kind, node);
}

function parseTarget(parser: Parser, node: Writable<Nat>): void {
  if ((parser.atWord('ip') || parser.atWord('ip6')) && /^(to|prefix|interval|addr)$/.test(parser.peek())) {
    node.family = parser.value === 'ip' ? 'ip' : 'ip6';
    parser.advance();
  }
  if (parser.word('prefix')) node.type_flags = 'prefix';
  else if (node.family !== undefined && parser.word('addr')) {
    parser.expectSymbol('.');
    parser.expectWord('port');
    node.type_flags = 'concat';
  } else parser.word('interval');
  parser.word('to');
  if (node.family !== undefined || !parser.atSymbol(':')) {
    const { start } = parser;
    node.addr = parseArgument(parser);
    parser.mark(node, 'addr', start);
  }
  if (parser.symbol(':')) parsePort(parser, node);
}

function parsePort(parser: Parser, node: Writable<Nat>): void {
  const { start } = parser;
  node.port = parseArgument(parser);
  parser.mark(node, 'port', start);
}

function parseFlags(parser: Parser): NatFlag[] {
  const flags: NatFlag[] = [];
  const first = FLAGS.find((flag) => parser.word(flag));
  if (first === undefined) return flags;
  flags.push(first);
  while (parser.symbol(',')) flags.push(parser.oneOf(FLAGS, 'a flag'));
  // In the order in which they are listed.
  return FLAGS.filter((flag) => flags.includes(flag));
}
