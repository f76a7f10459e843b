import { NFT_REG_VERDICT } from '../../uapi/nf_tables.js';
import type { Expression, MapExpression, VmapStatement } from '../ast.js';
import { verdict } from '../datatype/verdict.js';
import { lookUpKey } from '../evaluate/set.js';
import { Instructions } from '../linearize/registers.js';
import { lookUp } from '../linearize/set.js';
import type { Parser } from '../parse/parser.js';
import { parseMapData } from '../parse/set.js';
import { mapKeyType, printSubject } from '../print/expression.js';
import { printSet } from '../print/set.js';
import { expression, object } from '../shape.js';
import type { StatementDefinition } from './statement.js';

/** What follows the key: `vmap { 22 : accept }`; the word is at hand. */
export function parseVmap(parser: Parser, key: Expression, start: number): VmapStatement {
  const end = parser.previousEnd;
  parser.expectWord('vmap');
  const at = parser.start;
  const vmap = { key, data: parseMapData(parser) };
  parser.mark(vmap, 'data', at);
  parser.markUpTo(vmap, 'key', start, end);
  return { vmap };
}

/** A verdict by look-up. */
export const vmap: StatementDefinition<VmapStatement> = {
  keywords: [],

  parse: (parser) => parser.unexpected('a key'),

  print({ vmap: { key, data } }, context) {
    const map = printSet(data, mapKeyType(key), verdict, context);
    return `${printSubject(key, data, context)} vmap ${map}`;
  },

  withExpressions: ({ vmap: node }, change) => ({
    vmap: (change({ map: node }, verdict) as MapExpression).map,
  }),

  shape: object({ vmap: object({ key: expression, data: expression }) }),

  evaluate({ vmap: node }, context) {
    context.enter('vmap');
    const { key, set } = lookUpKey(node, 'verdict', context);
    context.leave();
    const instructions = new Instructions();
    lookUp(key, set, NFT_REG_VERDICT, instructions);
    context.steps.push(instructions.list);
  },
};
