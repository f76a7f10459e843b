import { NFT_REG_VERDICT } from '../../uapi/nf_tables.js';
import type { BoundRule, ChainTarget, VerdictStatement } from '../ast.js';
import type { PathKey } from '../error.js';
import { fail, type RuleContext } from '../evaluate/context.js';
import { compileRule } from '../evaluate/rule.js';
import type { Parser } from '../parse/parser.js';
import { parseComment, parseStatements } from '../parse/rule.js';
import { printRule } from '../print/rule.js';
import { statementWithoutState } from '../print/stateless.js';
import {
  boundRules,
  chainOf,
  fromName,
  isBound,
  keyOf,
  targetOf,
  VERDICT_NUMBERS,
  VERDICT_SHAPES,
  verdictNumbered,
  withBoundRules,
} from '../verdict.js';
import type { StatementDefinition } from './statement.js';

/** What becomes of the packet: `accept`, `jump other`. */
export const verdict: StatementDefinition<VerdictStatement> = {
  keywords: ['accept', 'drop', 'continue', 'return', 'jump', 'goto'],

  parse(parser) {
    const name = parser.oneOf(['accept', 'drop', 'continue', 'return', 'jump', 'goto'], 'a verdict');
    if (name !== 'jump' && name !== 'goto') return fromName(name, undefined) ?? { continue: null };
    const node = parser.atSymbol('{') ? { rules: parseBoundRules(parser) } : parseTarget(parser);
    return name === 'jump' ? { jump: node } : { goto: node };
  },

  print(statement, context) {
    const target = targetOf(statement);
    if (target === undefined) return keyOf(statement);
    if (!isBound(target)) return `${keyOf(statement)} ${target.target}`;
    const rules = target.rules.map((rule) => `\t\t\t${printRule(rule, context)}\n`);
    return `${keyOf(statement)} {\n${rules.join('')}\t\t}`;
  },

  withoutState(statement) {
    const rules = boundRules(statement);
    if (rules === undefined) return statement;
    return withBoundRules(
      statement,
      rules.map((rule) => ({ ...rule, expr: rule.expr.map(statementWithoutState) })),
    );
  },

  shape: (statement, cursor) => VERDICT_SHAPES[keyOf(statement as VerdictStatement)](statement, cursor),

  evaluate(statement, context) {
    const rules = boundRules(statement);
    const chain =
      rules === undefined ? chainOf(statement) : { chainId: evaluateBound(keyOf(statement), rules, context) };
    const verdict = VERDICT_NUMBERS[keyOf(statement)];
    context.steps.push([{ name: 'immediate', dreg: NFT_REG_VERDICT, verdict, ...chain }]);
  },

  isFinal: (statement) => !('continue' in statement),

  raise: {
    immediate({ dreg, verdict: number, chain }, raising) {
      if (dreg !== NFT_REG_VERDICT || number === undefined) return false;
      const statement = verdictNumbered(number, chain);
      if (statement === undefined) return false;
      raising.statement(statement);
      return true;
    },
  },
};

function parseTarget(parser: Parser): ChainTarget {
  const { start } = parser;
  const node = { target: parser.identifier('the name of a chain') };
  parser.mark(node, 'target', start);
  return node;
}

function parseBoundRules(parser: Parser): BoundRule[] {
  return parser.nested(() => {
    parser.expectSymbol('{');
    const rules: BoundRule[] = [];
    while (!parser.symbol('}')) {
      if (parser.atSeparator()) {
        parser.advance();
        continue;
      }
      const expr = parseStatements(parser);
      rules.push(parser.word('comment') ? { expr, comment: parseComment(parser) } : { expr });
      parser.separator(false);
    }
    return rules;
  });
}

/** Makes the chain and its rules; each begins without knowing anything of its packets. */
function evaluateBound(key: string, rules: readonly BoundRule[], context: RuleContext): number {
  const { family, names } = context;
  const sets = context.sets ?? fail('no chain can be made here');
  const chainId = sets.addChain();
  context.enter(key);
  context.enter('rules');
  for (const [i, { expr, comment }] of rules.entries()) {
    context.enter(i);
    const report = (path: readonly PathKey[], error: unknown): never => {
      for (const part of path) context.enter(part);
      throw error;
    };
    sets.addRule(chainId, compileRule({ family, expr }, names, report, sets), comment);
    context.leave();
  }
  context.leave();
  context.leave();
  return chainId;
}
