import { NFT_EXTHDR_OP_IPV4 } from '../../uapi/nf_tables.js';
import type { IpOptionExpression } from '../ast.js';
import { requireNetwork } from '../evaluate/dependency.js';
import { ip } from '../fields/ip.js';
import { IP_OPTIONS } from '../fields/ip_option.js';
import { object } from '../shape.js';
import {
  evaluateOption,
  loadOption,
  type OptionFamily,
  parseReference,
  printReference,
  raiseOption,
  referenceOf,
  referenceShape,
  referenceTerm,
  referenceType,
} from './option.js';
import type { Instruction, Selector } from './selector.js';
import type { OptionTerm } from './term.js';

const family: OptionFamily<'ip option'> = {
  kind: 'ip option',
  operation: NFT_EXTHDR_OP_IPV4,
  headers: IP_OPTIONS,
  description: 'IP option',
};

/** IPv4 options: `ip option rr ptr 4`. */
export const ipOption: Selector<IpOptionExpression, OptionTerm<'ip option'>, Instruction<'exthdr'>> = {
  keywords: ['ip option'],

  parse(parser) {
    parser.expectWord('ip');
    parser.expectWord('option');
    return { 'ip option': parseReference(parser, family) };
  },

  print: (node) => `ip option ${printReference(node['ip option'])}`,

  typeOf: (node) => referenceType(family, node['ip option']),

  shape: object({ 'ip option': referenceShape }),

  evaluate(node, context) {
    context.enter('ip option');
    requireNetwork(ip, context);
    const term = referenceTerm(family, node['ip option'], context);
    context.leave();
    return evaluateOption(term, context);
  },

  instruction: 'exthdr',

  load: (term, dreg) => loadOption(term, family.operation, dreg),

  raise: (expression) => raiseOption(family, expression),

  toAst: (term) => ({ 'ip option': referenceOf(family, term) ?? { name: `${term.number}` } }),
};
