import { NF_ACCEPT, NF_DROP } from '../../uapi/netfilter.js';
import {
  NFT_CONTINUE,
  NFT_GOTO,
  NFT_JUMP,
  NFT_NAME_MAXLEN,
  NFT_REG_VERDICT,
  NFT_RETURN,
} from '../../uapi/nf_tables.js';
import type { ChainTarget, VerdictStatement } from '../ast.js';
import { fail, type RuleContext } from '../evaluate/context.js';
import { nothing, object, type Shape, text } from '../shape.js';
import type { StatementDefinition } from './statement.js';

type Verdict = 'accept' | 'drop' | 'continue' | 'return' | 'jump' | 'goto';

const NUMBERS: Readonly<Record<Verdict, number>> = {
  accept: NF_ACCEPT,
  drop: NF_DROP,
  continue: NFT_CONTINUE,
  return: NFT_RETURN,
  jump: NFT_JUMP,
  goto: NFT_GOTO,
};

const NAMES = new Map(Object.entries(NUMBERS).map(([name, number]) => [number, name as Verdict]));

const target = object({ target: text });

const SHAPES: Readonly<Record<Verdict, Shape>> = {
  accept: object({ accept: nothing }),
  drop: object({ drop: nothing }),
  continue: object({ continue: nothing }),
  return: object({ return: nothing }),
  jump: object({ jump: target }),
  goto: object({ goto: target }),
};

function keyOf(statement: VerdictStatement): Verdict {
  return Object.keys(statement)[0] as Verdict;
}

function targetOf(statement: VerdictStatement): ChainTarget | undefined {
  if ('jump' in statement) return statement.jump;
  return 'goto' in statement ? statement.goto : undefined;
}

function fromName(name: Verdict, target: string | undefined): VerdictStatement | undefined {
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

/** What becomes of the packet: `accept`, `jump other`. */
export const verdict: StatementDefinition<VerdictStatement> = {
  keywords: ['accept', 'drop', 'continue', 'return', 'jump', 'goto'],

  parse(parser) {
    const name = parser.oneOf(['accept', 'drop', 'continue', 'return', 'jump', 'goto'], 'a verdict');
    if (name !== 'jump' && name !== 'goto') return fromName(name, undefined) ?? { continue: null };
    const { start } = parser;
    const node: ChainTarget = { target: parser.identifier('the name of a chain') };
    parser.mark(node, 'target', start);
    return name === 'jump' ? { jump: node } : { goto: node };
  },

  print(statement) {
    const target = targetOf(statement)?.target;
    return target === undefined ? keyOf(statement) : `${keyOf(statement)} ${target}`;
  },

  shape: (statement, cursor) => SHAPES[keyOf(statement as VerdictStatement)](statement, cursor),

  evaluate(statement, context) {
    const { verdict: number, chain } = { verdict: NUMBERS[keyOf(statement)], ...chainOf(statement) };
    context.steps.push([
      {
        name: 'immediate',
        dreg: NFT_REG_VERDICT,
        verdict: number,
        ...(chain === undefined ? {} : { chain }),
      },
    ]);
  },

  isFinal: (statement) => !('continue' in statement),

  raise: {
    immediate({ dreg, verdict: number, chain }, raising) {
      const name = number === undefined ? undefined : NAMES.get(number);
      if (dreg !== NFT_REG_VERDICT || name === undefined) return false;
      const statement = fromName(name, chain);
      if (statement === undefined) return false;
      raising.statement(statement);
      return true;
    },
  },
};

const ANY: Shape = (value, cursor) => {
  const key = typeof value === 'object' && value !== null ? Object.keys(value)[0] : undefined;
  if (key === undefined || !Object.hasOwn(SHAPES, key))
    fail(`a verdict is wanted (${Object.keys(SHAPES).join(', ')})`);
  SHAPES[key as Verdict](value, cursor);
};

/** A verdict as an element of a map has it. */
export function verdictOf(
  verdict: VerdictStatement,
  context: RuleContext,
): { verdict: number; chain?: string } {
  ANY(verdict, context);
  return { verdict: NUMBERS[keyOf(verdict)], ...chainOf(verdict) };
}

/** A verdict of an element, as the AST has it. */
export function verdictNumbered(number: number, chain: string | undefined): VerdictStatement | undefined {
  // In elements it is read without a sign.
  const name = NAMES.get(number | 0);
  return name && fromName(name, chain);
}

function chainOf(verdict: VerdictStatement): { chain?: string } {
  const target = targetOf(verdict)?.target;
  if (target === undefined) return {};
  if (target === '') fail(`${keyOf(verdict)} needs the name of a chain`);
  if (Buffer.byteLength(target) >= NFT_NAME_MAXLEN) {
    fail(`the name of a chain has at most ${NFT_NAME_MAXLEN - 1} bytes`);
  }
  return { chain: target };
}
