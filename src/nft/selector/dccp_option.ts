import { NFT_EXTHDR_OP_DCCP } from '../../uapi/nf_tables.js';
import type { DccpOptionExpression } from '../ast.js';
import { boolean } from '../datatype/packet.js';
import { fail } from '../evaluate/context.js';
import { integer, object } from '../shape.js';
import { evaluateOption, loadOption, type OptionFamily, presenceTerm, raiseOption } from './option.js';
import type { Instruction, Selector } from './selector.js';
import type { OptionTerm } from './term.js';

const family: OptionFamily<'dccp option'> = {
  kind: 'dccp option',
  operation: NFT_EXTHDR_OP_DCCP,
  headers: [],
  description: 'DCCP option',
};

/** Whether a DCCP option is there: `dccp option 38 exists`. */
export const dccpOption: Selector<DccpOptionExpression, OptionTerm<'dccp option'>, Instruction<'exthdr'>> = {
  keywords: ['dccp option'],

  parse(parser) {
    parser.expectWord('dccp');
    parser.expectWord('option');
    return { 'dccp option': { type: parser.number('the number of a DCCP option', 255) } };
  },

  print: (node) => `dccp option ${node['dccp option'].type}`,

  typeOf: () => boolean,

  shape: object({ 'dccp option': object({ type: integer }) }),

  evaluate(node, context) {
    const { type } = node['dccp option'];
    context.enter('dccp option');
    context.enter('type');
    if (type < 0 || type > 255) fail(`the number of a DCCP option is 0 to 255`);
    context.leave();
    context.leave();
    return evaluateOption(presenceTerm('dccp option', Number(type)), context);
  },

  instruction: 'exthdr',

  load: (term, dreg) => loadOption(term, family.operation, dreg),

  raise(expression) {
    const term = raiseOption(family, expression);
    return term?.present === true ? term : undefined;
  },

  toAst: ({ number }) => ({ 'dccp option': { type: number } }),
};
