import { NFT_EXTHDR_OP_TCPOPT } from '../../uapi/nf_tables.js';
import type { ResetStatement } from '../ast.js';
import { fail, type RuleContext } from '../evaluate/context.js';
import { headerNamed, headerNumbered } from '../fields/option.js';
import { TCP_OPTION_WORDS, TCP_OPTIONS } from '../fields/tcp_option.js';
import { NUMBER } from '../parse/lexer.js';
import type { Parser } from '../parse/parser.js';
import { integer, object, type Shape, text } from '../shape.js';
import type { StatementDefinition } from './statement.js';

type Node = ResetStatement['reset']['tcp option'];

const namedShape = object({ name: text });
const numberedShape = object({ base: integer }, { offset: integer, len: integer });

const optionShape: Shape = (node, cursor) => {
  const numbered = typeof node === 'object' && node !== null && 'base' in node;
  (numbered ? numberedShape : namedShape)(node, cursor);
};

/** `reset tcp option sack-perm`. */
export const reset: StatementDefinition<ResetStatement> = {
  keywords: ['reset'],

  parse(parser) {
    parser.advance();
    parser.expectWord('tcp');
    parser.expectWord('option');
    const { start } = parser;
    const node = { 'tcp option': nodeOf(parseKind(parser)) };
    parser.mark(node, 'tcp option', start);
    return { reset: node };
  },

  print({ reset: { 'tcp option': node } }) {
    return `reset tcp option ${'base' in node ? node.base : node.name}`;
  },

  shape: object({ reset: object({ 'tcp option': optionShape }) }),

  evaluate({ reset: { 'tcp option': node } }, context) {
    context.enter('reset');
    context.enter('tcp option');
    const type = 'base' in node ? node.base : kindNamed(node.name, context);
    if (!(type >= 0 && type <= 255)) fail('the kind of a TCP option is 0 to 255');
    context.steps.push([{ name: 'exthdr', type, op: NFT_EXTHDR_OP_TCPOPT }]);
    context.leave();
    context.leave();
  },

  raise: {
    exthdr({ dreg, sreg, op, type }, raising) {
      if (dreg !== undefined || sreg !== undefined || op !== NFT_EXTHDR_OP_TCPOPT) return false;
      raising.statement({ reset: { 'tcp option': nodeOf(type) } });
      return true;
    },
  },
};

function parseKind(parser: Parser): number {
  if (parser.kind === NUMBER) return parser.number('the kind of a TCP option', 255);
  const header = headerNamed(TCP_OPTIONS, TCP_OPTION_WORDS[parser.value] ?? parser.value);
  if (header === undefined) return parser.unexpected('a TCP option');
  parser.advance();
  return header.number;
}

function kindNamed(name: string, context: RuleContext): number {
  const header = headerNamed(TCP_OPTIONS, TCP_OPTION_WORDS[name] ?? name);
  if (header !== undefined) return header.number;
  context.enter('name');
  return fail(`"${name}" is not a TCP option`);
}

/** By name, where it has one. */
function nodeOf(kind: number): Node {
  const header = headerNumbered(TCP_OPTIONS, kind);
  return header === undefined ? { base: kind, offset: 0, len: 0 } : { name: header.name };
}
