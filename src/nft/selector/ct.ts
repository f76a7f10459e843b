import { didYouMean } from '../../check/suggest.js';
import { NFT_CT_PROTO_DST, NFT_CT_PROTO_SRC } from '../../uapi/nf_tables.js';
import type { CtExpression } from '../ast.js';
import { ipv4Address, ipv6Address } from '../datatype/address.js';
import { type Datatype, ValueError } from '../datatype/datatype.js';
import { inetService } from '../datatype/inet.js';
import { fail, type RuleContext } from '../evaluate/context.js';
import { ip } from '../fields/ip.js';
import { ip6 } from '../fields/ip6.js';
import type { Protocol } from '../fields/protocol.js';
import type { Parser } from '../parse/parser.js';
import { object, text, word } from '../shape.js';
import type { CtTerm } from '../term.js';
import { CT_KEYS, type CtKey, ctKeyNamed, ctKeyNumbered } from './ct_keys.js';
import type { Instruction, Selector } from './selector.js';

export const DIRECTIONS = ['original', 'reply'] as const;

/** Properties of the connection that the packet belongs to. */
export const ct: Selector<CtExpression, CtTerm, Instruction<'ct'>> = {
  keywords: ['ct'],

  parse(parser) {
    parser.advance();
    const dir = DIRECTIONS.find((direction) => parser.word(direction));
    const key = parseKey(parser, dir !== undefined);
    return { ct: dir === undefined ? { key: key.name } : { key: key.name, dir } };
  },

  print({ ct: { key, dir } }, { family }) {
    if (dir === undefined) return `ct ${key}`;
    // Where the table says which version of IP it is, so do listings.
    const version = ctKeyNamed(key)?.type === undefined && (family === 'ip' || family === 'ip6');
    return version ? `ct ${dir} ${family} ${key}` : `ct ${dir} ${key}`;
  },

  typeOf: ({ ct: { key } }) => ctKeyNamed(key)?.type,

  shape: object({ ct: object({ key: text }, { dir: word(...DIRECTIONS) }) }),

  evaluate({ ct: node }, context) {
    context.enter('ct');
    const key = ctKeyNamed(node.key);
    if (key === undefined) {
      context.enter('key');
      return fail(
        `unknown ct key "${node.key}"${didYouMean(
          node.key,
          CT_KEYS.map(({ name }) => name),
        )}`,
      );
    }
    if (node.dir !== undefined && key.directed === 'never') {
      context.enter('dir');
      fail(`ct ${node.key} is the same in both directions`);
    }
    const type = typeIn(context, key);
    checkVersion(type, context);
    context.leave();
    const term: CtTerm = {
      kind: 'ct',
      key,
      direction: node.dir === undefined ? undefined : DIRECTIONS.indexOf(node.dir),
      type,
      bits: key.bits === 0 ? type.bits : key.bits,
      order: key.order,
    };
    context.expectLike(term);
    return term;
  },

  instruction: 'ct',

  load: ({ key, direction }, dreg) => ({
    name: 'ct',
    key: key.number,
    dreg,
    ...(direction === undefined ? {} : { dir: direction }),
  }),

  raise({ key: number, dir }, { protocols }) {
    const key = ctKeyNumbered(number);
    const type = key?.type ?? versionType(protocols.at('network'));
    if (key === undefined || type === undefined) return undefined;
    const bits = key.bits === 0 ? type.bits : key.bits;
    return { kind: 'ct', key, direction: dir, type, bits, order: key.order };
  },

  toAst({ key, direction }) {
    const dir = direction === undefined ? undefined : DIRECTIONS[direction];
    return { ct: dir === undefined ? { key: key.name } : { key: key.name, dir } };
  },
};

function parseKey(parser: Parser, directed: boolean): CtKey {
  const word = parser.value;
  const name = word === 'ip' || word === 'ip6' ? `${word} ${parser.peek()}` : word;
  const key = ctKeyNamed(name);
  const fits = key !== undefined && (directed ? key.directed !== 'never' : !name.includes(' '));
  if (!fits) {
    const known = CT_KEYS.filter((each) => !directed || each.directed !== 'never').map((each) => each.name);
    return parser.unexpected('a ct key', known);
  }
  parser.advance();
  if (name !== word) parser.advance();
  return key;
}

function checkVersion(type: Datatype, { protocols }: RuleContext): void {
  const network = protocols.at('network');
  const other = type === ipv4Address ? ip6 : type === ipv6Address ? ip : undefined;
  if (network !== undefined && network === other) {
    fail(`the rule is for ${network.name}, whose connections have no ${type.description}`);
  }
}

/** `ct original saddr` is of the version of IP that the rule is about. */
function addressType(key: CtKey, { protocols }: RuleContext): Datatype {
  const type = versionType(protocols.at('network'));
  return (
    type ?? fail(`nothing says which version of IP this is: write "ip ${key.name}" or "ip6 ${key.name}"`)
  );
}

/** What constants are; a port of a protocol that nobody knows is no number. */
function typeIn(context: RuleContext, key: CtKey): Datatype {
  const { type = addressType(key, context) } = key;
  const isPort = key.number === NFT_CT_PROTO_SRC || key.number === NFT_CT_PROTO_DST;
  return !isPort || context.unbound || context.protocols.at('transport') !== undefined ? type : unknownPort;
}

const unknownPort: Datatype = {
  ...inetService,
  parse() {
    throw new ValueError(
      'nothing says which protocol this port is of: match it first, as in "meta l4proto tcp"',
    );
  },
};

function versionType(network: Protocol | undefined): Datatype | undefined {
  return network === ip ? ipv4Address : network === ip6 ? ipv6Address : undefined;
}
