import { NFT_OBJECT_TUNNEL } from '../../uapi/nf_tables.js';
import type { TunnelObject } from '../ast.js';
import { ipv4Address, ipv6Address } from '../datatype/address.js';
import { type Datatype, ValueError } from '../datatype/datatype.js';
import { fail } from '../evaluate/context.js';
import { NO_NAMES } from '../names/names.js';
import type { Parser } from '../parse/parser.js';
import { bytes, type Fields, OPAQUE, optional } from '../schema.js';
import { integer, text, word } from '../shape.js';
import { checkCount } from '../statement/count.js';
import type { CheckContext, ObjectDefinition } from './definition.js';
import { decodeTunnel, encodeTunnel } from './tunnel_form.js';
import { optionsIn, optionsOf, optionsShape, parseOptions, printOptions } from './tunnel_options.js';

type Properties = Omit<TunnelObject, 'family' | 'table' | 'name' | 'handle' | 'comment'>;

const schema = { data: optional(bytes(OPAQUE)) };

/** The addresses of the outer packet: the words for them, and where they are in the kernel's form. */
const ADDRESSES = {
  'src-ipv4': { words: 'ip saddr', type: ipv4Address, version: 'ip', end: 'src' },
  'dst-ipv4': { words: 'ip daddr', type: ipv4Address, version: 'ip', end: 'dst' },
  'src-ipv6': { words: 'ip6 saddr', type: ipv6Address, version: 'ip6', end: 'src' },
  'dst-ipv6': { words: 'ip6 daddr', type: ipv6Address, version: 'ip6', end: 'dst' },
} as const;

type AddressKey = keyof typeof ADDRESSES;

const ADDRESS_KEYS = Object.keys(ADDRESSES) as AddressKey[];

/** Numbers of the outer header, by their words, and how large they can be. */
const NUMBERS = { id: 0xffff_ffff, sport: 0xffff, dport: 0xffff, tos: 0xff, ttl: 0xff } as const;

type NumberKey = keyof typeof NUMBERS;

const NUMBER_KEYS = Object.keys(NUMBERS) as NumberKey[];

/** `tunnel out { id 10; ip saddr 192.0.2.1; ip daddr 192.0.2.2; dport 4789; vxlan { gbp 200; }; }` */
export const tunnel: ObjectDefinition<Properties> = {
  type: NFT_OBJECT_TUNNEL,
  plural: 'tunnels',
  schema,

  parseProperty(parser) {
    const number = NUMBER_KEYS.find((key) => parser.word(key));
    if (number !== undefined) return { [number]: parser.number(`the ${number}`, NUMBERS[number]) };
    const address = addressAt(parser);
    if (address !== undefined) return { [address]: parseAddress(parser, ADDRESSES[address].type) };
    return parseOptions(parser);
  },

  required: { id: integer },
  optional: {
    ...Object.fromEntries(ADDRESS_KEYS.map((key) => [key, text])),
    ...Object.fromEntries(NUMBER_KEYS.map((key) => [key, integer])),
    type: word('vxlan', 'erspan', 'geneve'),
    tunnel: optionsShape,
  },

  toFields(node, context) {
    const given = ADDRESS_KEYS.filter((key) => node[key] !== undefined);
    const versions = new Set(given.map((key) => ADDRESSES[key].version));
    const [version] = versions;
    if (versions.size > 1) fail('both addresses of a tunnel are of the same version of IP');
    if (version === undefined || !given.some((key) => ADDRESSES[key].end === 'dst'))
      fail('the address that the tunnel leads to is missing: "ip daddr" or "ip6 daddr"');
    const ends = given.map((key) => [ADDRESSES[key].end, addressOf(key, node[key] ?? '', context)]);
    const numbers = NUMBER_KEYS.filter((key) => node[key] !== undefined).map((key) => [
      key,
      checkCount(key, node[key] ?? 0, NUMBERS[key], context),
    ]);
    const form = { ...Object.fromEntries(numbers), [version]: Object.fromEntries(ends) };
    return { data: encodeTunnel({ ...form, options: optionsOf(node, context) }) };
  },

  toAst({ data = new Uint8Array() }: Fields<typeof schema>) {
    const { options, ...form } = decodeTunnel(data);
    const addresses = ADDRESS_KEYS.flatMap((key) => {
      const { version, end, type } = ADDRESSES[key];
      const value = form[version]?.[end];
      // The kernel lists an address that was never given as zeros.
      return value === undefined || value.every((byte) => byte === 0)
        ? []
        : [[key, type.toAst(value, NO_NAMES)]];
    });
    const { id = 0, sport = 0, dport = 0, tos = 0, ttl = 0 } = form;
    return { id, ...Object.fromEntries(addresses), sport, dport, tos, ttl, ...optionsIn(options) };
  },

  print(node) {
    const { id, sport = 0, dport = 0, tos = 0, ttl = 0 } = node;
    const numbers = Object.entries({ sport, dport, tos, ttl }).filter(([, value]) => value !== 0);
    const addresses = ADDRESS_KEYS.filter((key) => node[key] !== undefined);
    return [
      `id ${id}`,
      ...addresses.map((key) => `${ADDRESSES[key].words} ${node[key]}`),
      ...numbers.map(([name, value]) => `${name} ${value}`),
      ...printOptions(node),
    ];
  },
};

/** The address that the words at hand announce. */
function addressAt(parser: Parser): AddressKey | undefined {
  const words = `${parser.value} ${parser.peek()}`;
  const key = ADDRESS_KEYS.find((each) => ADDRESSES[each].words === words);
  if (key === undefined) return undefined;
  parser.advance();
  parser.advance();
  return key;
}

function parseAddress(parser: Parser, type: Datatype): string {
  const { value } = parser;
  try {
    type.parse(value, NO_NAMES);
  } catch {
    return parser.unexpected(`an ${type.description}`);
  }
  parser.advance();
  return value;
}

function addressOf(key: AddressKey, address: string, { path }: CheckContext): Uint8Array {
  try {
    return ADDRESSES[key].type.parse(address, NO_NAMES);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    path.push(key);
    return fail(error.message);
  }
}
