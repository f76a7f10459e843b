import { NFT_EXTHDR_OP_TCPOPT } from '../../uapi/nf_tables.js';
import type { OptionReference, RawTcpOption, TcpOptionExpression } from '../ast.js';
import { integer as anyInteger } from '../datatype/integer.js';
import { fail, type RuleContext } from '../evaluate/context.js';
import { headerNamed, headerNumbered, optionFieldNamed } from '../fields/option.js';
import { LONGEST_TCP_OPTIONS, TCP_OPTION_WORDS, TCP_OPTIONS } from '../fields/tcp_option.js';
import { NUMBER } from '../parse/lexer.js';
import type { Parser } from '../parse/parser.js';
import { integer, object } from '../shape.js';
import {
  evaluateOption,
  loadOption,
  type OptionFamily,
  parseReference,
  presenceTerm,
  printReference,
  raiseOption,
  rawTerm,
  referenceOf,
  referenceShape,
  referenceTerm,
  referenceType,
} from './option.js';
import type { Instruction, Selector } from './selector.js';
import type { OptionTerm } from './term.js';

type Node = TcpOptionExpression['tcp option'];

const family: OptionFamily<'tcp option'> = {
  kind: 'tcp option',
  operation: NFT_EXTHDR_OP_TCPOPT,
  headers: TCP_OPTIONS,
  description: 'TCP option',
};

/** The widest that a register holds. */
const WIDEST = 128;

const rawShape = object({ base: integer, offset: integer, len: integer });

/** TCP options: `tcp option maxseg size 1360`, `tcp option 253 exists`, `tcp option @255,8,8 1`. */
export const tcpOption: Selector<TcpOptionExpression, OptionTerm<'tcp option'>, Instruction<'exthdr'>> = {
  keywords: ['tcp option'],

  parse(parser) {
    parser.expectWord('tcp');
    return { 'tcp option': parseTcpOption(parser) };
  },

  print: (node, { existence = false }) => `tcp option ${printNode(node['tcp option'], existence)}`,

  typeOf: (node) => (isRaw(node['tcp option']) ? anyInteger : referenceType(family, node['tcp option'])),

  shape: object({
    'tcp option': (node, cursor) => (isRaw(node) ? rawShape : referenceShape)(node, cursor),
  }),

  evaluate(expression, context) {
    const node = expression['tcp option'];
    context.enter('tcp option');
    const term = isRaw(node) ? evaluateRaw(node, context) : referenceTerm(family, renamed(node), context);
    context.leave();
    return evaluateOption(term, context);
  },

  instruction: 'exthdr',

  load: (term, dreg) => loadOption(term, family.operation, dreg),

  raise: (expression) => raiseOption(family, expression),

  toAst(term) {
    const { number, offset, bits } = term;
    return { 'tcp option': referenceOf(family, term) ?? { base: number, offset, len: bits } };
  },
};

/** `option` and which one, behind `tcp`. */
export function parseTcpOption(parser: Parser): Node {
  parser.expectWord('option');
  if (parser.symbol('@')) return parseRaw(parser);
  if (parser.kind !== NUMBER) return parseReference(parser, family, TCP_OPTION_WORDS);
  const kind = parser.number('the kind of a TCP option', 255);
  const header = headerNumbered(TCP_OPTIONS, kind);
  if (header === undefined) return { base: kind, offset: 0, len: 8 };
  const hasLength = parser.atWord('length') && optionFieldNamed(header, 'length') !== undefined;
  if (!hasLength) return { name: header.name };
  parser.advance();
  return { name: header.name, field: 'length' };
}

function parseRaw(parser: Parser): RawTcpOption {
  const base = parser.kind === NUMBER ? parser.number('the kind of a TCP option', 255) : parseKind(parser);
  parser.expectSymbol(',');
  const offset = parser.number('an offset in bits');
  parser.expectSymbol(',');
  return { base, offset, len: parser.number('a length in bits') };
}

function parseKind(parser: Parser): number {
  const header = headerNamed(TCP_OPTIONS, TCP_OPTION_WORDS[parser.value] ?? parser.value);
  if (header === undefined)
    return parser.unexpected(
      'the kind of a TCP option',
      TCP_OPTIONS.map(({ name }) => name),
    );
  parser.advance();
  return header.number;
}

function isRaw(node: unknown): node is RawTcpOption {
  return typeof node === 'object' && node !== null && 'base' in node;
}

function renamed({ name, ...rest }: OptionReference): OptionReference {
  return { name: TCP_OPTION_WORDS[name] ?? name, ...rest };
}

function evaluateRaw({ base, offset, len }: RawTcpOption, context: RuleContext): OptionTerm<'tcp option'> {
  if (base < 0 || base > 255) fail('the kind of a TCP option is 0 to 255');
  if (!(len > 0 && len <= WIDEST) || !(offset >= 0)) fail(`a register holds 1 to ${WIDEST} bits`);
  if (offset > LONGEST_TCP_OPTIONS) fail(`all options together have at most ${LONGEST_TCP_OPTIONS} bits`);
  // nft lists the presence of an option that it has no name for as its first byte.
  if (offset === 0 && len === 8 && context.existence) return presenceTerm('tcp option', base);
  return rawTerm('tcp option', base, offset, len);
}

function printNode(node: Node, existence: boolean): string {
  if (!isRaw(node)) return printReference(node);
  const { base, offset, len } = node;
  return existence && offset === 0 && len === 8 ? `${base}` : `@${base},${offset},${len}`;
}
