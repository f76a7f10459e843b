import type { LimitStatement } from '../ast.js';
import { object } from '../shape.js';
import { evaluateReference, isReference, parseReference, printReference, referenceOr } from './objref.js';
import { limitFields, parseRate, printRate, raiseLimit, rateShape } from './rate.js';
import type { StatementDefinition } from './statement.js';

/** `limit rate over 10 kbytes/second`, or an object by name. */
export const limit: StatementDefinition<LimitStatement> = {
  keywords: ['limit'],

  parse(parser) {
    parser.advance();
    if (!parser.word('name')) return { limit: parseRate(parser) };
    const node = { limit: '' as LimitStatement['limit'] };
    node.limit = parseReference(parser, node, 'limit');
    return node;
  },

  print({ limit: node }, context) {
    return isReference(node) ? printReference('limit', node, context) : `limit ${printRate(node)}`;
  },

  shape: object({ limit: referenceOr(rateShape) }),

  evaluate({ limit: node }, context) {
    if (isReference(node)) return evaluateReference('limit', node, context);
    context.enter('limit');
    context.steps.push([{ name: 'limit', ...limitFields(node, context) }]);
    context.leave();
  },

  raise: {
    limit(fields, raising) {
      const node = raiseLimit(fields);
      if (node === undefined) return false;
      raising.statement({ limit: node });
      return true;
    },
  },
};
