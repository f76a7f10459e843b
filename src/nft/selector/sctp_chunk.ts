import { NFT_EXTHDR_OP_SCTP } from '../../uapi/nf_tables.js';
import type { SctpChunkExpression } from '../ast.js';
import { SCTP_CHUNKS } from '../fields/sctp_chunk.js';
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

const family: OptionFamily<'sctp chunk'> = {
  kind: 'sctp chunk',
  operation: NFT_EXTHDR_OP_SCTP,
  headers: SCTP_CHUNKS,
  description: 'SCTP chunk',
};

/** Chunks of SCTP: `sctp chunk data stream 1`. */
export const sctpChunk: Selector<SctpChunkExpression, OptionTerm<'sctp chunk'>, Instruction<'exthdr'>> = {
  keywords: ['sctp chunk'],

  parse(parser) {
    parser.expectWord('sctp');
    parser.expectWord('chunk');
    return { 'sctp chunk': parseReference(parser, family) };
  },

  print: (node) => `sctp chunk ${printReference(node['sctp chunk'])}`,

  typeOf: (node) => referenceType(family, node['sctp chunk']),

  shape: object({ 'sctp chunk': referenceShape }),

  evaluate(node, context) {
    context.enter('sctp chunk');
    const term = referenceTerm(family, node['sctp chunk'], context);
    context.leave();
    return evaluateOption(term, context);
  },

  instruction: 'exthdr',

  load: (term, dreg) => loadOption(term, family.operation, dreg),

  raise: (expression) => raiseOption(family, expression),

  toAst: (term) => ({ 'sctp chunk': referenceOf(family, term) ?? { name: `${term.number}` } }),
};
