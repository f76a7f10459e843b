import { NF_ACCEPT, NF_DROP } from '../uapi/netfilter.js';
import { NFT_CONTINUE, NFT_GOTO, NFT_JUMP, NFT_NAME_MAXLEN, NFT_RETURN } from '../uapi/nf_tables.js';
import type { BoundChain, BoundRule, ChainTarget, Statement, VerdictStatement } from './ast.js';
import { fail, type RuleContext } from './evaluate/context.js';
import { anything, list, nothing, object, type Shape, text } from './shape.js';

/** Verdicts as rules and the elements of maps have them. */

export type Verdict = 'accept' | 'drop' | 'continue' | 'return' | 'jump' | 'goto';

export const VERDICT_NUMBERS: Readonly<Record<Verdict, number>> = {
  accept: NF_ACCEPT,
  drop: NF_DROP,
  continue: NFT_CONTINUE,
  return: NFT_RETURN,
  jump: NFT_JUMP,
  goto: NFT_GOTO,
};

const NAMES = new Map(Object.entries(VERDICT_NUMBERS).map(([name, number]) => [number, name as Verdict]));

const target: Shape = (value, cursor) => (isBound(value) ? boundShape : namedShape)(value, cursor);
const namedShape = object({ target: text });
const boundShape = object({ rules: list(object({ expr: anything }, { comment: text })) });

/** A chain without a name. */
export function isBound(value: unknown): value is BoundChain {
  return typeof value === 'object' && value !== null && 'rules' in value;
}

export const VERDICT_SHAPES: Readonly<Record<Verdict, Shape>> = {
  accept: object({ accept: nothing }),
  drop: object({ drop: nothing }),
  continue: object({ continue: nothing }),
  return: object({ return: nothing }),
  jump: object({ jump: target }),
  goto: object({ goto: target }),
};

/** Which verdict it is. */
export function keyOf(statement: VerdictStatement): Verdict {
  return Object.keys(statement)[0] as Verdict;
}

/** The chain that it leads to, if it does. */
export function targetOf(statement: VerdictStatement): ChainTarget | BoundChain | undefined {
  if ('jump' in statement) return statement.jump;
  return 'goto' in statement ? statement.goto : undefined;
}

/** The rules of the chain that belongs to a verdict, if one does. */
export function boundRules(statement: Statement): readonly BoundRule[] | undefined {
  const target = 'jump' in statement ? statement.jump : 'goto' in statement ? statement.goto : undefined;
  return isBound(target) ? target.rules : undefined;
}

/** The verdict with other rules in its chain. */
export function withBoundRules(statement: Statement, rules: readonly BoundRule[]): VerdictStatement {
  return 'jump' in statement ? { jump: { rules } } : { goto: { rules } };
}

export function fromName(name: Verdict, target: string | undefined): VerdictStatement | undefined {
  switch (name) {
    case 'accept':
      return { accept: null };
    case 'drop':
      return { drop: null };
    case 'continue':
      return { continue: null };
    case 'return':
      return { return: null };
    case 'jump':
      return target === undefined ? undefined : { jump: { target } };
    case 'goto':
      return target === undefined ? undefined : { goto: { target } };
  }
}

const ANY: Shape = (value, cursor) => {
  const key = typeof value === 'object' && value !== null ? Object.keys(value)[0] : undefined;
  if (key === undefined || !Object.hasOwn(VERDICT_SHAPES, key))
    fail(`a verdict is wanted (${Object.keys(VERDICT_SHAPES).join(', ')})`);
  VERDICT_SHAPES[key as Verdict](value, cursor);
};

/** A verdict as an element of a map has it. */
export function verdictOf(
  verdict: VerdictStatement,
  context: RuleContext,
): { verdict: number; chain?: string } {
  ANY(verdict, context);
  return { verdict: VERDICT_NUMBERS[keyOf(verdict)], ...chainOf(verdict) };
}

/** A verdict of the kernel, as the AST has it; undefined where it is another one. */
export function verdictNumbered(number: number, chain: string | undefined): VerdictStatement | undefined {
  // In elements it is read without a sign.
  const name = NAMES.get(number | 0);
  return name && fromName(name, chain);
}

/** The chain of that name. */
export function chainOf(verdict: VerdictStatement): { chain?: string } {
  const chain = targetOf(verdict);
  if (chain === undefined) return {};
  if (isBound(chain)) return fail('an element cannot lead to a chain without a name');
  const { target } = chain;
  if (target === '') fail(`${keyOf(verdict)} needs the name of a chain`);
  if (Buffer.byteLength(target) >= NFT_NAME_MAXLEN) {
    fail(`the name of a chain has at most ${NFT_NAME_MAXLEN - 1} bytes`);
  }
  return { chain: target };
}
