import { didYouMean } from '../../check/suggest.js';
import type { MetaExpression, TunnelName } from '../ast.js';
import { fail, type RuleContext } from '../evaluate/context.js';
import { requireTunnel } from '../evaluate/tunnel.js';
import { nameOf, TUNNEL_NAMES, tunnelNamed } from '../fields/tunnel.js';
import { object, text, word } from '../shape.js';
import type { MetaTerm } from '../term.js';
import { META_KEYS, META_NAMES, type MetaKey, metaKeyNamed, metaKeyNumbered } from './meta_keys.js';
import type { Instruction, Selector } from './selector.js';

const terms = new Map<MetaKey, MetaTerm>();

/** The term of a kind of metadata, by its name. */
export function metaTerm(name: string): MetaTerm {
  const key = metaKeyNamed(name);
  return key === undefined ? fail(`unknown meta key "${name}"${didYouMean(name, META_NAMES)}`) : termOf(key);
}

export function termOf(key: MetaKey): MetaTerm {
  let term = terms.get(key);
  if (term === undefined) {
    term = { kind: 'meta', key, type: key.type, bits: key.bits, order: key.order };
    terms.set(key, term);
  }
  return term;
}

/** What the kernel says of the packet inside of a tunnel. */
function insideTerm(name: string, tunnelName: TunnelName, context: RuleContext): MetaTerm {
  const term = metaTerm(name);
  if (name !== 'l4proto' && name !== 'protocol')
    fail(`of what a tunnel carries, "meta l4proto" and "meta protocol" are known, not "meta ${name}"`);
  const tunnel = tunnelNamed(tunnelName);
  requireTunnel(tunnel, context);
  return { ...term, tunnel };
}

/** Metadata: interfaces, marks, protocols, users. */
export const meta: Selector<MetaExpression, MetaTerm, Instruction<'meta'>> = {
  keywords: [
    'meta',
    'ibriport',
    'obriport',
    ...META_KEYS.filter((key) => key.unqualified).map((key) => key.name),
    ...TUNNEL_NAMES.map((tunnel) => `${tunnel} meta`),
  ],

  parse(parser) {
    const tunnel = TUNNEL_NAMES.find((name) => parser.word(name));
    parser.word('meta');
    const key = metaKeyNamed(parser.value);
    if (key === undefined) {
      return parser.unexpected('a meta key', META_NAMES);
    }
    parser.advance();
    return { meta: { key: key.name, ...(tunnel && { tunnel }) } };
  },

  print({ meta: { key, tunnel } }) {
    if (tunnel !== undefined) return `${tunnel} meta ${key}`;
    return metaKeyNamed(key)?.listedUnqualified === true ? key : `meta ${key}`;
  },

  typeOf: ({ meta: { key } }) => metaKeyNamed(key)?.type,

  shape: object({ meta: object({ key: text }, { tunnel: word(...TUNNEL_NAMES) }) }),

  evaluate({ meta: { key, tunnel } }, context) {
    context.enter('meta');
    context.enter('key');
    const term = tunnel === undefined ? metaTerm(key) : insideTerm(key, tunnel, context);
    if (term.key.name === 'nfproto' && context.family !== 'inet') {
      fail('meta nfproto tells the version of IP, which only tables of the inet family leave open');
    }
    context.leave();
    context.leave();
    context.expectLike(term, term.key.maximum);
    return term;
  },

  instruction: 'meta',

  load: ({ key }, dreg) => ({ name: 'meta', key: key.number, dreg }),

  raise({ key: number }) {
    const key = metaKeyNumbered(number);
    return key && termOf(key);
  },

  toAst: ({ key, tunnel }) => ({ meta: { key: key.name, ...(tunnel && { tunnel: nameOf(tunnel) }) } }),
};
