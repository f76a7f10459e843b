import type { CounterStatement } from '../ast.js';
import { fail } from '../evaluate/context.js';
import { integer, object, orNull } from '../shape.js';
import type { StatementDefinition } from './statement.js';

const MAXIMUM = (1n << 64n) - 1n;

function isCount(value: number | bigint): boolean {
  return typeof value === 'bigint'
    ? value >= 0n && value <= MAXIMUM
    : Number.isSafeInteger(value) && value >= 0;
}

/** `counter packets 3 bytes 180`. */
export const counter: StatementDefinition<CounterStatement> = {
  keywords: ['counter'],

  parse(parser) {
    parser.advance();
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

  print({ counter: values }) {
    return values === null ? 'counter' : `counter packets ${values.packets} bytes ${values.bytes}`;
  },

  withoutState: () => ({ counter: null }),

  shape: object({ counter: orNull(object({}, { packets: integer, bytes: integer })) }),

  evaluate({ counter: values }, context) {
    if (values === null) {
      context.steps.push([{ name: 'counter' }]);
      return;
    }
    const { packets = 0, bytes = 0 } = values;
    if (!isCount(packets) || !isCount(bytes)) fail('a counter holds numbers of 64 bits');
    // Zeros are left to the kernel, as nft does.
    context.steps.push([{ name: 'counter', ...(packets ? { packets } : {}), ...(bytes ? { bytes } : {}) }]);
  },

  raise: {
    counter({ packets = 0, bytes = 0 }, raising) {
      raising.statement({ counter: { packets, bytes } });
      return true;
    },
  },
};
