import type { FlowStatement } from '../ast.js';
import { fail } from '../evaluate/context.js';
import { object, text, word } from '../shape.js';
import type { StatementDefinition } from './statement.js';

/** `flow add @ft`. */
export const flow: StatementDefinition<FlowStatement> = {
  keywords: ['flow'],

  parse(parser) {
    parser.advance();
    // The older word for the same.
    parser.oneOf(['add', 'offload'], 'what to do');
    const { start } = parser;
    parser.expectSymbol('@');
    const node = { op: 'add', flowtable: `@${parser.identifier('the name of a flowtable')}` } as const;
    parser.mark(node, 'flowtable', start);
    return { flow: node };
  },

  print: ({ flow: { flowtable } }) => `flow add ${flowtable}`,

  shape: object({ flow: object({ op: word('add'), flowtable: text }) }),

  evaluate({ flow: { flowtable } }, context) {
    context.enter('flow');
    context.enter('flowtable');
    if (!/^@./.test(flowtable)) fail('the name of a flowtable begins with "@"');
    context.steps.push([{ name: 'flow_offload', flowtable: flowtable.slice(1) }]);
    context.leave();
    context.leave();
  },

  raise: {
    flow_offload({ flowtable }, raising) {
      raising.statement({ flow: { op: 'add', flowtable: `@${flowtable}` } });
      return true;
    },
  },
};
