import type { LastStatement } from '../ast.js';
import { formatDuration, parseDuration } from '../datatype/time.js';
import { integer, object, orNull } from '../shape.js';
import { checkCount64 } from './count.js';
import type { StatementDefinition } from './statement.js';

/** `last`, listed as `last used 5s`, or `last used never`. */
export const last: StatementDefinition<LastStatement> = {
  keywords: ['last'],

  parse(parser) {
    parser.advance();
    if (!parser.word('used') || parser.word('never')) return { last: null };
    const { value } = parser;
    const used = parseDuration(value);
    if (used === undefined) return parser.unexpected('a time span such as 1h30m, or "never"');
    parser.advance();
    return { last: { used } };
  },

  print({ last: node }) {
    if (node === null) return 'last';
    return `last used ${node.used === undefined ? 'never' : formatDuration(Number(node.used)) || '0s'}`;
  },

  withoutState: () => ({ last: null }),

  shape: object({ last: orNull(object({}, { used: integer })) }),

  evaluate({ last: node }, context) {
    context.enter('last');
    const used = node?.used;
    const state = used === undefined ? {} : { set: 1, msecs: checkCount64('used', used, context) };
    context.steps.push([{ name: 'last', ...state }]);
    context.leave();
  },

  raise: {
    last({ set = 0, msecs = 0 }, raising) {
      raising.statement({ last: set === 0 ? {} : { used: msecs } });
      return true;
    },
  },
};
