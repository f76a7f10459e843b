import type { Expression } from '../ast.js';
import type { KnownExpression } from '../expr/index.js';
import type { SelectorTerm } from '../term.js';
import { ct } from './ct.js';
import { meta } from './meta.js';
import { payload } from './payload.js';
import type { Selector } from './selector.js';

type SelectorKey = SelectorTerm['kind'];

type ExpressionOf<K extends SelectorKey> = Extract<Expression, Readonly<Record<K, unknown>>>;

type TermOf<K extends SelectorKey> = Extract<SelectorTerm, { readonly kind: K }>;

/** Every kind of expression that reads the packet, by its key in the AST, which is its kind as a term, too. */
export const SELECTORS: { readonly [K in SelectorKey]: Selector<ExpressionOf<K>, TermOf<K>> } = {
  payload,
  meta,
  ct,
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
export function loadSelector(term: SelectorTerm, dreg: number): KnownExpression {
  return selector(term.kind).load(term, dreg);
}

export function selectorToAst(term: SelectorTerm): SelectorExpression {
  return selector(term.kind).toAst(term);
}

const byKeyword = new Map(
  KEYS.flatMap((key) => SELECTORS[key].keywords.map((word) => [word, selector(key)])),
);

/** The selector that begins with a word of the text. */
export function selectorFor(keyword: string): AnySelector | undefined {
  return byKeyword.get(keyword);
}
