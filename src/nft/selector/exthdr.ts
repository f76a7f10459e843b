import { NFT_EXTHDR_OP_IPV6 } from '../../uapi/nf_tables.js';
import type { ExthdrExpression } from '../ast.js';
import { requireNetwork } from '../evaluate/dependency.js';
import { EXTENSION_HEADERS } from '../fields/exthdr.js';
import { ip6 } from '../fields/ip6.js';
import { headerNamed } from '../fields/option.js';
import type { Parser } from '../parse/parser.js';
import { integer, object, text } from '../shape.js';
import {
  evaluateOption,
  loadOption,
  type OptionFamily,
  parseField,
  printReference,
  raiseOption,
  referenceOf,
  referenceTerm,
  referenceType,
} from './option.js';
import type { Instruction, Selector } from './selector.js';
import type { OptionTerm } from './term.js';

const family: OptionFamily<'exthdr'> = {
  kind: 'exthdr',
  operation: NFT_EXTHDR_OP_IPV6,
  headers: EXTENSION_HEADERS,
  description: 'IPv6 extension header',
};

const NAMES = EXTENSION_HEADERS.map(({ name }) => name);

/** Headers whose presence can be asked for: of several with the same number, the first. */
const EXISTING = EXTENSION_HEADERS.filter(
  ({ number }, i) => i === EXTENSION_HEADERS.findIndex((each) => each.number === number),
).map(({ name }) => name);

/** IPv6 extension headers: `frag id 1`, `exthdr hbh exists`. */
export const exthdr: Selector<ExthdrExpression, OptionTerm<'exthdr'>, Instruction<'exthdr'>> = {
  keywords: ['exthdr', ...NAMES],

  parse(parser) {
    if (parser.word('exthdr')) return { exthdr: { name: parser.oneOf(EXISTING, 'an extension header') } };
    const name = parser.oneOf(NAMES, 'an extension header');
    const { start } = parser;
    const node = { name, field: readField(parser, name) };
    parser.mark(node, 'field', start);
    return { exthdr: node };
  },

  print({ exthdr: node }) {
    return node.field === undefined ? `exthdr ${node.name}` : printReference(node);
  },

  typeOf: ({ exthdr: node }) => referenceType(family, node),

  shape: object({ exthdr: object({ name: text }, { field: text, offset: integer }) }),

  evaluate({ exthdr: node }, context) {
    context.enter('exthdr');
    requireNetwork(ip6, context);
    const term = referenceTerm(family, withOffset(node), context);
    context.leave();
    return evaluateOption(term, context);
  },

  instruction: 'exthdr',

  load: (term, dreg) => loadOption(term, family.operation, dreg),

  raise: (expression) => raiseOption(family, expression),

  toAst: (term) => ({ exthdr: referenceOf(family, term) ?? { name: `${term.number}` } }),
};

function readField(parser: Parser, name: string): string {
  const header = headerNamed(EXTENSION_HEADERS, name);
  const field = header && parseField(parser, header);
  const known = header?.fields.map((each) => each.name).filter((each) => !/\[(?!1\])/.test(each)) ?? [];
  return field ?? parser.unexpected(`a field of ${name}`, known);
}

/** nft's JSON counts the addresses of `rt0` on from the one that `field` names. */
function withOffset({ name, field, offset }: ExthdrExpression['exthdr']): ExthdrExpression['exthdr'] {
  if (offset === undefined || field === undefined) return { name, ...(field === undefined ? {} : { field }) };
  return { name, field: field.replace(/\[(\d+)\]$/, (_, index) => `[${Number(index) + Number(offset)}]`) };
}
