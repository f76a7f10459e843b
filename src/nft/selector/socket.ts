import {
  NFT_SOCKET_CGROUPV2,
  NFT_SOCKET_MARK,
  NFT_SOCKET_TRANSPARENT,
  NFT_SOCKET_WILDCARD,
} from '../../uapi/nf_tables.js';
import type { SocketExpression } from '../ast.js';
import { controlGroup } from '../datatype/cgroup.js';
import type { Datatype } from '../datatype/datatype.js';
import { hostInteger } from '../datatype/integer.js';
import { mark } from '../datatype/lookup.js';
import { fail } from '../evaluate/context.js';
import { integer, object, word } from '../shape.js';
import type { Instruction, Selector } from './selector.js';
import type { SocketTerm } from './term.js';

type Key = SocketExpression['socket']['key'];

interface SocketKey {
  /** NFT_SOCKET_*. */
  readonly number: number;
  readonly type: Datatype;
  readonly bits: number;
  /** The largest value there is. */
  readonly maximum?: number;
}

const KEYS: Readonly<Record<Key, SocketKey>> = {
  transparent: { number: NFT_SOCKET_TRANSPARENT, type: hostInteger, bits: 8, maximum: 1 },
  mark: { number: NFT_SOCKET_MARK, type: mark, bits: 32 },
  wildcard: { number: NFT_SOCKET_WILDCARD, type: hostInteger, bits: 8, maximum: 1 },
  cgroupv2: { number: NFT_SOCKET_CGROUPV2, type: controlGroup, bits: 64 },
};

const NAMES = Object.keys(KEYS) as Key[];

/** The kernel's limit (nft_socket.c). */
const DEEPEST = 255;

/** Properties of the socket that the packet is for. */
export const socket: Selector<SocketExpression, SocketTerm, Instruction<'socket'>> = {
  keywords: ['socket'],

  parse(parser) {
    parser.expectWord('socket');
    const key = parser.oneOf(NAMES, 'a property of the socket');
    if (key !== 'cgroupv2') return { socket: { key } };
    parser.expectWord('level');
    return { socket: { key, level: parser.number('a level', DEEPEST) } };
  },

  print: ({ socket: { key, level } }) => `socket ${level === undefined ? key : `${key} level ${level}`}`,

  typeOf: ({ socket: { key } }) => KEYS[key]?.type,

  shape: object({ socket: object({ key: word(...NAMES) }, { level: integer }) }),

  evaluate({ socket: { key, level } }, context) {
    context.enter('socket');
    if (key === 'cgroupv2' && level === undefined) fail('the level of the control group is missing');
    if (key !== 'cgroupv2' && level !== undefined) fail('only control groups have a level');
    context.leave();
    const { number, type, bits, maximum } = KEYS[key];
    const term: SocketTerm = {
      kind: 'socket',
      key: number,
      level: Number(level ?? 0),
      type,
      bits,
      order: 'host',
    };
    context.expectLike(term, maximum);
    return term;
  },

  instruction: 'socket',

  load: ({ key, level }, dreg) => ({ name: 'socket', dreg, key, level }),

  raise({ key: number, level = 0 }) {
    const key = NAMES.find((name) => KEYS[name].number === number);
    if (key === undefined) return undefined;
    const { type, bits } = KEYS[key];
    return { kind: 'socket', key: number, level, type, bits, order: 'host' };
  },

  toAst({ key: number, level }) {
    const key = NAMES.find((name) => KEYS[name].number === number) ?? 'mark';
    return { socket: key === 'cgroupv2' ? { key, level } : { key } };
  },
};
