import {
  NFT_XFRM_KEY_DADDR_IP4,
  NFT_XFRM_KEY_DADDR_IP6,
  NFT_XFRM_KEY_REQID,
  NFT_XFRM_KEY_SADDR_IP4,
  NFT_XFRM_KEY_SADDR_IP6,
  NFT_XFRM_KEY_SPI,
} from '../../uapi/nf_tables.js';
import type { IpsecExpression } from '../ast.js';
import { ipv4Address, ipv6Address } from '../datatype/address.js';
import type { Datatype } from '../datatype/datatype.js';
import { hostInteger, integer as networkInteger } from '../datatype/integer.js';
import { fail } from '../evaluate/context.js';
import { integer, object, word } from '../shape.js';
import type { Instruction, Selector } from './selector.js';
import type { IpsecTerm } from './term.js';

type Node = IpsecExpression['ipsec'];

interface IpsecKey {
  readonly name: Node['key'];
  readonly family?: 'ip' | 'ip6';
  /** NFT_XFRM_KEY_*. */
  readonly number: number;
  readonly type: Datatype;
  readonly bits: number;
}

const KEYS: readonly IpsecKey[] = [
  { name: 'saddr', family: 'ip', number: NFT_XFRM_KEY_SADDR_IP4, type: ipv4Address, bits: 32 },
  { name: 'daddr', family: 'ip', number: NFT_XFRM_KEY_DADDR_IP4, type: ipv4Address, bits: 32 },
  { name: 'saddr', family: 'ip6', number: NFT_XFRM_KEY_SADDR_IP6, type: ipv6Address, bits: 128 },
  { name: 'daddr', family: 'ip6', number: NFT_XFRM_KEY_DADDR_IP6, type: ipv6Address, bits: 128 },
  { name: 'reqid', number: NFT_XFRM_KEY_REQID, type: hostInteger, bits: 32 },
  { name: 'spi', number: NFT_XFRM_KEY_SPI, type: networkInteger, bits: 32 },
];

/** XFRM_POLICY_IN and XFRM_POLICY_OUT, linux/xfrm.h. */
const DIRECTIONS = ['in', 'out'] as const;
const VERSIONS = ['ip', 'ip6'] as const;
const DEEPEST = 255;

/** What IPsec did, or will do: `ipsec in reqid 1`, `ipsec out ip saddr 192.0.2.1`. */
export const ipsec: Selector<IpsecExpression, IpsecTerm, Instruction<'xfrm'>> = {
  keywords: ['ipsec in', 'ipsec out'],

  parse(parser) {
    parser.expectWord('ipsec');
    const dir = parser.oneOf(DIRECTIONS, 'a direction');
    const spnum = parser.word('spnum') ? parser.number('the number of a transformation', DEEPEST) : 0;
    const family = VERSIONS.find((version) => parser.word(version));
    if (family !== undefined) {
      const key = parser.oneOf(['saddr', 'daddr'], 'an address');
      return { ipsec: { key, family, dir, spnum } };
    }
    return { ipsec: { key: parser.oneOf(['reqid', 'spi'], 'a property of IPsec'), dir, spnum } };
  },

  print({ ipsec: { key, family, dir, spnum = 0 } }) {
    const words = ['ipsec', dir, spnum === 0 ? '' : `spnum ${spnum}`, family ?? '', key];
    return words.filter((each) => each !== '').join(' ');
  },

  typeOf: ({ ipsec: { key, family } }) =>
    KEYS.find((each) => each.name === key && each.family === family)?.type,

  shape: object({
    ipsec: object(
      { key: word('saddr', 'daddr', 'reqid', 'spi'), dir: word(...DIRECTIONS) },
      { family: word(...VERSIONS), spnum: integer },
    ),
  }),

  evaluate({ ipsec: { key, family, dir, spnum = 0 } }, context) {
    context.enter('ipsec');
    if (!['ip', 'ip6', 'inet'].includes(context.family)) {
      fail(`tables of the ${context.family} family see nothing of IPsec`);
    }
    if (!(spnum >= 0 && spnum <= DEEPEST)) fail(`transformations have numbers from 0 to ${DEEPEST}`);
    const found =
      KEYS.find((each) => each.name === key && (each.family === undefined || each.family === family)) ??
      fail('an address needs its family: ip or ip6');
    context.leave();
    const term = termOf(found, DIRECTIONS.indexOf(dir), Number(spnum));
    context.expectLike(term);
    return term;
  },

  instruction: 'xfrm',

  load: ({ key, direction, spnum }, dreg) => ({ name: 'xfrm', dreg, key, dir: direction, spnum }),

  raise({ key: number, dir, spnum = 0 }) {
    const key = KEYS.find((each) => each.number === number);
    return key === undefined || DIRECTIONS[dir] === undefined ? undefined : termOf(key, dir, spnum);
  },

  toAst({ key: number, direction, spnum }) {
    const { name, family } = KEYS.find((each) => each.number === number) ?? { name: 'spi' as const };
    const dir = DIRECTIONS[direction] ?? 'in';
    return { ipsec: family === undefined ? { key: name, dir, spnum } : { key: name, family, dir, spnum } };
  },
};

function termOf({ number, type, bits }: IpsecKey, direction: number, spnum: number): IpsecTerm {
  return { kind: 'ipsec', key: number, direction, spnum, type, bits, order: type.order };
}
