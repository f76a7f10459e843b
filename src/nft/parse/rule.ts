import type { Expression, MangleKey, Statement } from '../ast.js';
import { isSelector } from '../selector/index.js';
import { statementAt } from '../statement/index.js';
import { parseComparison } from '../statement/match.js';
import { parseAssign } from '../statement/objref.js';
import { parseArgument, parseListFrom, parseOperation } from './expression.js';
import { END, WORD } from './lexer.js';
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

/** Statements up to the end of the rule, and its comment. */
export function parseRuleBody(parser: Parser): {
  readonly expr: readonly Statement[];
  readonly comment?: string;
} {
  const expr: Statement[] = [];
  do {
    const { start } = parser;
    expr.push(parseStatement(parser));
    parser.mark(expr, expr.length - 1, start);
  } while (
    !parser.atSeparator() &&
    parser.kind !== END &&
    !parser.atSymbol('}') &&
    !parser.atWord('comment')
  );
  return parser.word('comment') ? { comment: parseComment(parser), expr } : { expr };
}

function parseStatement(parser: Parser): Statement {
  const definition = parser.kind === WORD ? statementAt(parser) : undefined;
  if (definition !== undefined) return definition.parse(parser);
  const { start } = parser;
  const left = parseOperation(parser, 'left');
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
