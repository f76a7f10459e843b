import { NFT_OSF_F_VERSION } from '../../uapi/nf_tables.js';
import type { OsfExpression } from '../ast.js';
import { text } from '../datatype/string.js';
import { object, word } from '../shape.js';
import type { Instruction, Selector } from './selector.js';
import type { OsfTerm } from './term.js';

const KEYS = ['name', 'version'] as const;

/** NF_OSF_TTL_*, linux/netfilter/nfnetlink_osf.h; the first is not written. */
const TTLS = [undefined, 'loose', 'skip'] as const;

/** NFT_OSF_MAXGENRELEN. */
const BITS = 16 * 8;

/**
 * The operating system that sent a TCP SYN. The kernel knows only the fingerprints that it was given, as nft gives it
 * those of pf.os.
 */
export const osf: Selector<OsfExpression, OsfTerm, Instruction<'osf'>> = {
  keywords: ['osf'],

  parse(parser) {
    parser.expectWord('osf');
    const ttl = parser.word('ttl') ? parser.oneOf(['loose', 'skip'], 'how the TTL is judged') : undefined;
    const key = parser.oneOf(KEYS, 'what is asked');
    return { osf: ttl === undefined ? { key } : { key, ttl } };
  },

  print: ({ osf: { key, ttl } }) => `osf ${ttl === undefined ? key : `ttl ${ttl} ${key}`}`,

  typeOf: () => text,

  shape: object({ osf: object({ key: word(...KEYS) }, { ttl: word('loose', 'skip') }) }),

  evaluate({ osf: { key, ttl } }, context) {
    const term = termOf(TTLS.indexOf(ttl), key === 'version');
    context.expectLike(term);
    return term;
  },

  instruction: 'osf',

  load: ({ ttl, version }, dreg) => ({ name: 'osf', dreg, ttl, flags: version ? NFT_OSF_F_VERSION : 0 }),

  raise({ ttl, flags = 0 }) {
    return ttl < TTLS.length ? termOf(ttl, (flags & NFT_OSF_F_VERSION) !== 0) : undefined;
  },

  toAst({ ttl: number, version }) {
    const key = version ? 'version' : 'name';
    const ttl = TTLS[number];
    return { osf: ttl === undefined ? { key } : { key, ttl } };
  },
};

function termOf(ttl: number, version: boolean): OsfTerm {
  return { kind: 'osf', ttl, version, type: text, bits: BITS, order: 'big' };
}
