import type { Expression } from '../ast.js';
import type { KnownExpression } from '../expr/index.js';
import type { Tunnel } from '../fields/tunnel.js';
import type { Instructions } from '../linearize/registers.js';
import type { Names } from '../names/names.js';
import type { Parser } from '../parse/parser.js';
import type { SelectorTerm } from '../term.js';
import { ct } from './ct.js';
import { dccpOption } from './dccp_option.js';
import { exthdr } from './exthdr.js';
import { fib } from './fib.js';
import { ipOption } from './ip_option.js';
import { ipsec } from './ipsec.js';
import { jhash } from './jhash.js';
import { meta } from './meta.js';
import { numgen } from './numgen.js';
import { osf } from './osf.js';
import { payload } from './payload.js';
import { rt } from './rt.js';
import { sctpChunk } from './sctp_chunk.js';
import type { Selector } from './selector.js';
import { socket } from './socket.js';
import { symhash } from './symhash.js';
import { tcpOption } from './tcp_option.js';
import { tunnel } from './tunnel.js';

type SelectorKey = SelectorTerm['kind'];

type ExpressionOf<K extends SelectorKey> = Extract<Expression, Readonly<Record<K, unknown>>>;

type TermOf<K extends SelectorKey> = Extract<SelectorTerm, { readonly kind: K }>;

/** Every kind of expression that reads the packet, by its key in the AST, which is its kind as a term, too. */
export const SELECTORS: { readonly [K in SelectorKey]: Selector<ExpressionOf<K>, TermOf<K>> } = {
  payload,
  meta,
  ct,
  exthdr,
  'tcp option': tcpOption,
  'ip option': ipOption,
  'sctp chunk': sctpChunk,
  'dccp option': dccpOption,
  rt,
  socket,
  osf,
  fib,
  numgen,
  jhash,
  symhash,
  ipsec,
  tunnel,
};

/** An expression that reads the packet. */
export type SelectorExpression = { [K in SelectorKey]: ExpressionOf<K> }[SelectorKey];

type AnySelector = Selector<SelectorExpression, SelectorTerm>;

const KEYS = Object.keys(SELECTORS) as SelectorKey[];

/** Which selector an expression is, by its only key. */
function keyOf(expression: Expression): SelectorKey | undefined {
  if (typeof expression !== 'object') return undefined;
  for (const key of KEYS) if (key in expression) return key;
  return undefined;
}

export function isSelector(expression: Expression): expression is SelectorExpression {
  return keyOf(expression) !== undefined;
}

// The registry pairs each kind with its own types, which TypeScript cannot follow through an index.
function selector(key: SelectorKey): AnySelector {
  return SELECTORS[key] as unknown as AnySelector;
}

export function selectorOf(expression: SelectorExpression): AnySelector {
  return selector(keyOf(expression) ?? 'payload');
}

/** The instruction that loads what the term reads. */
export function loadSelector(term: SelectorTerm, dreg: number, instructions: Instructions): KnownExpression {
  const load = selector(term.kind).load(term, dreg, instructions);
  const tunnel = 'tunnel' in term ? term.tunnel : undefined;
  return tunnel === undefined ? load : inTunnel(tunnel, load);
}

function inTunnel({ type, flags, headerSize }: Tunnel, expression: KnownExpression): KnownExpression {
  if (expression.name !== 'payload' && expression.name !== 'meta')
    throw new TypeError(`"${expression.name}" reads nothing inside of a tunnel`);
  return { name: 'inner', type, flags, headerSize, expression };
}

export function selectorToAst(term: SelectorTerm, names: Names): SelectorExpression {
  return selector(term.kind).toAst(term, names);
}

export const ALL_SELECTORS: readonly AnySelector[] = KEYS.map(selector);

const byKeyword = new Map(
  KEYS.flatMap((key) => SELECTORS[key].keywords.map((word) => [word, selector(key)])),
);

/** Words that begin several selectors; the next word tells them apart. */
const ambiguous = new Set([...byKeyword.keys()].filter((word) => word.includes(' ')).map(firstWord));

function firstWord(words: string): string {
  return words.slice(0, words.indexOf(' '));
}

/** The selector that begins with the word at hand. */
export function selectorFor(parser: Parser): AnySelector | undefined {
  const word = parser.value;
  const longer = ambiguous.has(word) ? byKeyword.get(`${word} ${parser.peek()}`) : undefined;
  return longer ?? byKeyword.get(word);
}
