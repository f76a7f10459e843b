import type { OpaqueStatement } from '../ast.js';
import { fail } from '../evaluate/context.js';
import { decodeAttributes } from '../expr/attributes.js';
import { decodeExpression } from '../expr/index.js';
import { object, text } from '../shape.js';
import type { StatementDefinition } from './statement.js';

/** An instruction without words. Listed so that nobody takes it for anything else, and no nft would read it. */
export const opaque: StatementDefinition<OpaqueStatement> = {
  keywords: [],

  parse: (parser) => parser.unexpected('a statement'),

  print: ({ opaque: { name, data } }) => `<opaque ${name} ${data}>`,

  shape: object({ opaque: object({ name: text, data: text }) }),

  evaluate({ opaque: { name, data } }, context) {
    context.enter('opaque');
    const attributes = decodeAttributes(data);
    const expression = attributes && decodeExpression(name, attributes);
    if (expression === undefined) fail(`the "${name}" expression is not understood, so it cannot be added`);
    else context.steps.push([expression]);
    context.leave();
  },
};
