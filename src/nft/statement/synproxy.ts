import type { SynproxyStatement } from '../ast.js';
import { object, orNull } from '../shape.js';
import { evaluateReference, isReference, parseReference, printReference, referenceOr } from './objref.js';
import type { StatementDefinition } from './statement.js';
import {
  parseSynproxy,
  raiseSynproxy,
  synproxyFields,
  synproxyShape,
  synproxyWords,
} from './synproxy_options.js';

/** `synproxy mss 1460 wscale 7 timestamp sack-perm`, or an object by name. */
export const synproxy: StatementDefinition<SynproxyStatement> = {
  keywords: ['synproxy'],

  parse(parser) {
    parser.advance();
    if (parser.word('name')) {
      const reference = { synproxy: null as SynproxyStatement['synproxy'] };
      reference.synproxy = parseReference(parser, reference, 'synproxy');
      return reference;
    }
    const node = parseSynproxy(parser);
    return { synproxy: Object.keys(node).length === 0 ? null : node };
  },

  print({ synproxy: node }, context) {
    if (isReference(node)) return printReference('synproxy', node, context);
    return ['synproxy', ...synproxyWords(node ?? {})].join(' ');
  },

  shape: object({ synproxy: referenceOr(orNull(synproxyShape)) }),

  evaluate({ synproxy: node }, context) {
    if (isReference(node)) return evaluateReference('synproxy', node, context);
    context.enter('synproxy');
    context.steps.push([{ name: 'synproxy', ...synproxyFields(node ?? {}, context) }]);
    context.leave();
  },

  raise: {
    synproxy(fields, raising) {
      const node = raiseSynproxy(fields);
      raising.statement({ synproxy: Object.keys(node).length === 0 ? null : node });
      return true;
    },
  },
};
