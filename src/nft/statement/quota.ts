import type { QuotaStatement } from '../ast.js';
import { object } from '../shape.js';
import { parseQuota, printQuota, quotaFields, quotaShape, raiseQuota, unusedQuota } from './amount.js';
import { evaluateReference, isReference, parseReference, printReference, referenceOr } from './objref.js';
import type { StatementDefinition } from './statement.js';

/** `quota over 25 mbytes used 200 kbytes`, or an object by name. */
export const quota: StatementDefinition<QuotaStatement> = {
  keywords: ['quota'],

  parse(parser) {
    parser.advance();
    if (!parser.word('name')) return { quota: parseQuota(parser) };
    const node = { quota: '' as QuotaStatement['quota'] };
    node.quota = parseReference(parser, node, 'quota');
    return node;
  },

  print({ quota: node }, context) {
    return isReference(node) ? printReference('quota', node, context) : `quota ${printQuota(node)}`;
  },

  withoutState: (statement) =>
    isReference(statement.quota) ? statement : { quota: unusedQuota(statement.quota) },

  shape: object({ quota: referenceOr(quotaShape) }),

  evaluate({ quota: node }, context) {
    if (isReference(node)) return evaluateReference('quota', node, context);
    context.enter('quota');
    context.steps.push([{ name: 'quota', ...quotaFields(node, context) }]);
    context.leave();
  },

  raise: {
    quota(fields, raising) {
      raising.statement({ quota: raiseQuota(fields) });
      return true;
    },
  },
};
