import type { Statement } from '../ast.js';
import { nothing, object } from '../shape.js';
import type { StatementDefinition } from './statement.js';

/** Keeps the packet out of connection tracking. */
export const notrack: StatementDefinition<Extract<Statement, { readonly notrack: null }>> = {
  keywords: ['notrack'],

  parse(parser) {
    parser.advance();
    return { notrack: null };
  },

  print: () => 'notrack',

  shape: object({ notrack: nothing }),

  evaluate(_statement, context) {
    context.steps.push([{ name: 'notrack' }]);
  },

  raise: {
    notrack(_expression, raising) {
      raising.statement({ notrack: null });
      return true;
    },
  },
};
