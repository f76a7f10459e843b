import type { XtStatement } from '../ast.js';
import { fail } from '../evaluate/context.js';
import { object, text, word } from '../shape.js';
import type { StatementDefinition } from './statement.js';

/** What iptables-nft wrote: listed, so that it is seen; only iptables knows what its data mean. */
export const xt: StatementDefinition<XtStatement> = {
  keywords: ['xt'],

  parse: (parser) => parser.fail('only iptables can write its own matches and targets'),

  print: ({ xt: { type, name } }) => `xt ${type} ${name}`,

  shape: object({ xt: object({ type: word('match', 'target'), name: text }) }),

  evaluate(_statement, context) {
    context.enter('xt');
    fail('only iptables can write its own matches and targets');
  },

  raise: {
    match({ extension }, raising) {
      raising.statement({ xt: { type: 'match', name: extension } });
      return true;
    },

    target({ extension }, raising) {
      raising.statement({ xt: { type: 'target', name: extension } });
      return true;
    },
  },
};
