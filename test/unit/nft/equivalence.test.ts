import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NftError } from '../../../src/nft/error.js';
import type { LowExpression } from '../../../src/nft/expr/index.js';
import {
  NFT_CT_MARK,
  NFT_CT_STATE,
  NFT_META_IIFNAME,
  NFT_META_L4PROTO,
  NFT_META_MARK,
  NFT_META_NFPROTO,
  NFT_META_PROTOCOL,
} from '../../../src/uapi/nf_tables.js';
import { type Packet, run } from '../../support/nft_machine.js';
import { instructionsOf, listingOf } from './rule.js';

// Few values each, so that rules and packets often meet.
const ADDRESSES = ['10.0.0.0', '10.0.0.1', '10.0.1.0', '10.128.0.0', '192.0.2.1'];
const ADDRESSES6 = ['2001:db8::', '2001:db8::1', '2001:db8:8000::', '::1'];
const address = fc.constantFrom(...ADDRESSES);
const address6 = fc.constantFrom(...ADDRESSES6);
const small = fc.integer({ min: 0, max: 5 });
const byte = fc.integer({ min: 0, max: 255 });

const operator = fc.constantFrom('', '!= ');
const ordering = fc.constantFrom('', '!= ', '< ', '<= ', '> ', '>= ');

function phrase(...words: readonly fc.Arbitrary<string | number>[]): fc.Arbitrary<string> {
  return fc.tuple(...words).map((each) => each.join(''));
}

const ends = fc.tuple(small, small).filter(([a, b]) => a < b);
const range = ends.map(([a, b]) => `${a}-${b}`);
const ports = fc.constantFrom('tcp sport ', 'tcp dport ', 'udp sport ', 'udp dport ', 'th dport ');
const states = fc.subarray(['invalid', 'new', 'established', 'related'], { minLength: 1 });
const flags = fc.subarray(['fin', 'syn', 'rst', 'ack'], { minLength: 1 });

const match = fc.oneof(
  phrase(fc.constantFrom('ip saddr ', 'ip daddr '), ordering, address),
  phrase(
    fc.constantFrom('ip saddr ', 'ip daddr '),
    operator,
    address,
    fc.integer({ min: 0, max: 32 }).map((length) => `/${length}`),
  ),
  phrase(fc.constantFrom('ip saddr '), operator, fc.constantFrom('10.0.0.0-10.0.0.1', '10.0.0.1-10.128.0.0')),
  phrase(fc.constantFrom('ip6 saddr ', 'ip6 daddr '), operator, address6),
  phrase(
    fc.constantFrom('ip6 saddr '),
    operator,
    address6,
    fc.integer({ min: 0, max: 128 }).map((length) => `/${length}`),
  ),
  phrase(ports, ordering, small),
  phrase(ports, operator, range),
  phrase(fc.constantFrom('ip ttl ', 'ip length ', 'ip6 hoplimit ', 'udp length '), ordering, small),
  phrase(fc.constantFrom('ip dscp ', 'ip6 dscp ', 'ip ecn '), operator, fc.integer({ min: 0, max: 3 })),
  phrase(
    fc.constantFrom('ip protocol ', 'meta l4proto ', 'ip6 nexthdr '),
    operator,
    fc.constantFrom('tcp', 'udp'),
  ),
  phrase(fc.constantFrom('meta mark ', 'ct mark '), ordering, small),
  phrase(fc.constantFrom('meta mark ', 'ct mark '), operator, range),
  phrase(
    fc.constantFrom('meta mark & 3 ', 'meta mark ^ 1 ', 'ct mark | 1 '),
    fc.constantFrom('== ', '!= '),
    small,
  ),
  phrase(
    fc.constant('ct state '),
    fc.constantFrom('', '!= ', '! '),
    states.map((each) => each.join(',')),
  ),
  phrase(
    fc.constant('tcp flags '),
    fc.constantFrom('', '!= ', '! '),
    flags.map((each) => each.join(',')),
  ),
  phrase(
    fc.constant('tcp flags '),
    flags.map((each) => each.join(',')),
    fc.constant(' / syn,ack'),
  ),
  phrase(fc.constant('iifname '), operator, fc.constantFrom('"eth0"', '"eth*"', '"e*"', '"lo"')),
  fc.constantFrom('counter packets 0 bytes 0', 'log prefix "x"', 'meta mark set 3'),
);
const rule = fc.array(match, { minLength: 1, maxLength: 6 }).map((parts) => `${parts.join(' ')} accept`);

const u32 = (number: number) => new Uint8Array(Uint32Array.of(number).buffer);
const name = (text: string) => Uint8Array.from(Buffer.from(text.padEnd(16, '\0')));

interface Plan {
  readonly version: 4 | 6;
  readonly protocol: number;
  readonly addresses: readonly [string, string];
  readonly addresses6: readonly [string, string];
  readonly numbers: readonly number[];
  readonly bytes: readonly number[];
  readonly mark: number;
  readonly state: number;
  readonly iifname: string;
}

const plan: fc.Arbitrary<Plan> = fc.record({
  version: fc.constantFrom(4 as const, 6 as const),
  protocol: fc.constantFrom(6, 17, 1),
  addresses: fc.tuple(address, address),
  addresses6: fc.tuple(address6, address6),
  numbers: fc.array(small, { minLength: 8, maxLength: 8 }),
  bytes: fc.array(byte, { minLength: 40, maxLength: 40 }),
  mark: fc.oneof(small, fc.constant(0x01000000)),
  state: fc.constantFrom(1, 2, 4, 8, 64),
  iifname: fc.constantFrom('eth0', 'eth1', 'e', 'lo'),
});

/** The bytes of an address, taken from the compiler, which other tests check. */
function bytesOf(family: string, text: string): Uint8Array {
  const [, compare] = instructionsOf(family, `${family} saddr ${text}`);
  if (compare === undefined || !('data' in compare) || compare.data === undefined) throw new TypeError(text);
  return compare.data;
}

function packetOf(plan: Plan): Packet {
  const { version, protocol, numbers, mark, state, iifname } = plan;
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = numbers;
  const network = Uint8Array.from(plan.bytes);
  if (version === 4) {
    network.set([0x45, a, 0, b], 0);
    network.set([c, protocol], 8);
    network.set(bytesOf('ip', plan.addresses[0]), 12);
    network.set(bytesOf('ip', plan.addresses[1]), 16);
  } else {
    network.set([protocol, c], 6);
    network.set(bytesOf('ip6', plan.addresses6[0]), 8);
    network.set(bytesOf('ip6', plan.addresses6[1]), 24);
  }
  const transport = Uint8Array.from(plan.bytes);
  transport.set([0, d, 0, e, 0, a], 0);
  return {
    headers: [new Uint8Array(14), network, transport],
    meta: new Map([
      [NFT_META_NFPROTO, Uint8Array.of(version === 4 ? 2 : 10)],
      [NFT_META_PROTOCOL, version === 4 ? Uint8Array.of(8, 0) : Uint8Array.of(0x86, 0xdd)],
      [NFT_META_L4PROTO, Uint8Array.of(protocol)],
      [NFT_META_MARK, u32(mark)],
      [NFT_META_IIFNAME, name(iifname)],
    ]),
    ct: new Map([
      [NFT_CT_MARK, u32(mark)],
      [NFT_CT_STATE, u32(state)],
    ]),
  };
}

/** The rule, unless it contradicts itself and is therefore refused: of two protocols, say. */
function compiled(family: string, rule: string | readonly unknown[]): readonly LowExpression[] | undefined {
  try {
    return instructionsOf(family, rule);
  } catch (error) {
    if (error instanceof NftError && error.message.includes('the packet cannot be')) return undefined;
    throw error;
  }
}

test('a rule does the same to every packet after it was listed and added again, from text and from JSON', () => {
  let reached = 0;
  const family = fc.constantFrom('ip', 'ip6', 'inet');
  fc.assert(
    fc.property(family, rule, fc.array(plan, { minLength: 10, maxLength: 10 }), (family, rule, plans) => {
      const original = compiled(family, rule);
      fc.pre(original !== undefined);
      const { text, expr } = listingOf(family, original);
      // What contradicts itself matches nothing, so refusing it is as good.
      const [fromText = [], fromJson = []] = [compiled(family, text), compiled(family, expr)];
      for (const each of plans) {
        const packet = packetOf({
          ...each,
          version: family === 'ip' ? 4 : family === 'ip6' ? 6 : each.version,
        });
        const effects = run(original, packet);
        if (effects.length > 0) reached++;
        expect(run(fromText, packet), `${rule}\n${text}`).toEqual(effects);
        expect(run(fromJson, packet)).toEqual(effects);
      }
    }),
    { numRuns: 500 },
  );
  // Otherwise the packets had nothing to do with the rules.
  expect(reached).toBeGreaterThan(200);
});
