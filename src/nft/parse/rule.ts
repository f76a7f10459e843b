import type { Expression, Family, MangleKey, Statement } from '../ast.js';
import type { PatternedRule } from '../pattern/pattern.js';
import { isSelector } from '../selector/index.js';
import { parseAssign } from '../statement/assign.js';
import { statementAt } from '../statement/index.js';
import { parseComparison } from '../statement/match.js';
import { parseVmap } from '../statement/vmap.js';
import { parseArgument, parseListFrom, parseSelection } from './expression.js';
import { WORD } from './lexer.js';
import type { Parser } from './parser.js';

/** libnftnl's and nft's limit (NFTNL_UDATA_COMMENT_MAXLEN). */
const LONGEST_COMMENT = 128;

/** `comment "text"`, behind the word. */
export function parseComment(parser: Parser): string {
  const { start } = parser;
  const comment = parser.string('a comment');
  if (Buffer.byteLength(comment) > LONGEST_COMMENT) {
    parser.failAt({ start, end: parser.previousEnd }, `a comment has at most ${LONGEST_COMMENT} bytes`);
  }
  return comment;
}

/** What a rule's body is to the compiler, beside its AST: itself if it was recognized, otherwise its text. */
export const BODY: unique symbol = Symbol('body');

export interface RuleBody {
  readonly expr: readonly Statement[];
  readonly comment?: string;
  readonly [BODY]?: PatternedRule | string | undefined;
}

/** Statements up to the end of the rule, and its comment. */
export function parseRuleBody(parser: Parser, family: Family): RuleBody {
  const known = parser.recognize(family);
  const body = known === undefined ? parseUnknownBody(parser) : { expr: [], [BODY]: known };
  return parser.word('comment') ? { comment: parseComment(parser), ...body } : body;
}

function parseUnknownBody(parser: Parser): RuleBody {
  const { start } = parser;
  const expr = parseStatements(parser);
  const text = parser.recognizable(start);
  return text === undefined ? { expr } : { expr, [BODY]: text };
}

/** The statements of a rule. */
export function parseStatements(parser: Parser): Statement[] {
  const expr: Statement[] = [];
  do {
    const { start } = parser;
    expr.push(parseStatement(parser));
    parser.mark(expr, expr.length - 1, start);
  } while (!parser.atRuleEnd());
  return expr;
}

function parseStatement(parser: Parser): Statement {
  const definition = parser.kind === WORD ? statementAt(parser) : undefined;
  if (definition !== undefined) return definition.parse(parser);
  const { start } = parser;
  const left = parseSelection(parser);
  if (parser.atWord('vmap')) return parseVmap(parser, left, start);
  return parser.atWord('set') ? parseMangle(parser, left, start) : parseComparison(parser, left, start);
}

/** Selectors of what can be set. */
const SETTABLE = ['meta', 'ct', 'payload', 'exthdr', 'tcp option', 'ip option'];

/** `meta mark set 1`, behind the key. */
function parseMangle(parser: Parser, key: Expression, start: number): Statement {
  if (!isSettable(key)) return parser.fail('this cannot be set');
  const end = parser.previousEnd;
  parser.advance();
  if ('ct' in key && key.ct.key === 'helper') return parseAssign(parser, 'ct helper');
  if ('meta' in key && key.meta.key === 'secmark' && !parser.atWord('ct'))
    return parseAssign(parser, 'secmark');
  const valueStart = parser.start;
  const mangle = { key, value: parseListFrom(parser, parseArgument(parser), valueStart, 'argument') };
  parser.mark(mangle, 'value', valueStart);
  parser.markUpTo(mangle, 'key', start, end);
  return { mangle };
}

function isSettable(key: Expression): key is MangleKey {
  return isSelector(key) && SETTABLE.some((kind) => kind in key);
}
