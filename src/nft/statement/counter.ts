import type { CounterStatement } from '../ast.js';
import { integer, object, orNull } from '../shape.js';
import { checkCount64 } from './count.js';
import { evaluateReference, isReference, parseReference, printReference, referenceOr } from './objref.js';
import type { StatementDefinition } from './statement.js';

export const counterShape = orNull(object({}, { packets: integer, bytes: integer }));

/** `counter packets 3 bytes 180`, or an object by name. */
export const counter: StatementDefinition<CounterStatement> = {
  keywords: ['counter'],

  parse(parser) {
    parser.advance();
    if (parser.word('name')) {
      const node = { counter: '' as CounterStatement['counter'] };
      node.counter = parseReference(parser, node, 'counter');
      return node;
    }
    let packets: number | bigint | undefined;
    let bytes: number | bigint | undefined;
    for (;;) {
      if (parser.word('packets')) packets = parser.integer('a number of packets');
      else if (parser.word('bytes')) bytes = parser.integer('a number of bytes');
      else break;
    }
    if (packets === undefined && bytes === undefined) return { counter: null };
    return { counter: { packets: packets ?? 0, bytes: bytes ?? 0 } };
  },

  print({ counter: values }, context) {
    if (isReference(values)) return printReference('counter', values, context);
    return values === null ? 'counter' : `counter packets ${values.packets} bytes ${values.bytes}`;
  },

  withoutState: (statement) => (isReference(statement.counter) ? statement : { counter: null }),

  shape: object({ counter: referenceOr(counterShape) }),

  evaluate({ counter: values }, context) {
    if (isReference(values)) return evaluateReference('counter', values, context);
    context.enter('counter');
    const packets = checkCount64('packets', values?.packets ?? 0, context);
    const bytes = checkCount64('bytes', values?.bytes ?? 0, context);
    // Zeros are left to the kernel, as nft does.
    context.steps.push([{ name: 'counter', ...(packets ? { packets } : {}), ...(bytes ? { bytes } : {}) }]);
    context.leave();
  },

  raise: {
    counter({ packets = 0, bytes = 0 }, raising) {
      raising.statement({ counter: { packets, bytes } });
      return true;
    },
  },
};
