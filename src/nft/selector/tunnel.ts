import { NFT_TUNNEL_ID, NFT_TUNNEL_PATH } from '../../uapi/nf_tables.js';
import type { TunnelExpression } from '../ast.js';
import type { Datatype } from '../datatype/datatype.js';
import { hostInteger } from '../datatype/integer.js';
import { boolean } from '../datatype/packet.js';
import { object, word } from '../shape.js';
import type { Instruction, Selector } from './selector.js';
import type { TunnelTerm } from './term.js';

type Key = TunnelExpression['tunnel']['key'];

interface TunnelKey {
  /** NFT_TUNNEL_*. */
  readonly number: number;
  readonly type: Datatype;
  readonly bits: number;
}

const KEYS: Readonly<Record<Key, TunnelKey>> = {
  path: { number: NFT_TUNNEL_PATH, type: boolean, bits: 8 },
  id: { number: NFT_TUNNEL_ID, type: hostInteger, bits: 32 },
};

const NAMES = Object.keys(KEYS) as Key[];

/** The tunnel that the packet came out of. */
export const tunnel: Selector<TunnelExpression, TunnelTerm, Instruction<'tunnel'>> = {
  keywords: ['tunnel path', 'tunnel id'],

  parse(parser) {
    parser.expectWord('tunnel');
    return { tunnel: { key: parser.oneOf(NAMES, 'a property of the tunnel') } };
  },

  print: ({ tunnel: { key } }) => `tunnel ${key}`,

  typeOf: ({ tunnel: { key } }) => KEYS[key]?.type,

  shape: object({ tunnel: object({ key: word(...NAMES) }) }),

  evaluate({ tunnel: { key } }, context) {
    const term = termOf(KEYS[key]);
    context.expectLike(term);
    return term;
  },

  instruction: 'tunnel',

  load: ({ key }, dreg) => ({ name: 'tunnel', dreg, key }),

  raise({ key: number }) {
    const key = NAMES.find((name) => KEYS[name].number === number);
    return key && termOf(KEYS[key]);
  },

  toAst({ key: number }) {
    return { tunnel: { key: NAMES.find((name) => KEYS[name].number === number) ?? 'id' } };
  },
};

function termOf({ number, type, bits }: TunnelKey): TunnelTerm {
  return { kind: 'tunnel', key: number, type, bits, order: 'host' };
}
