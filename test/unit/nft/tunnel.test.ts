import { describe, expect, test } from 'vitest';
import type { LowExpression } from '../../../src/nft/expr/index.js';
import { decodeInner, encodeInner } from '../../../src/nft/expr/inner.js';
import { NFT_META_NFPROTO } from '../../../src/uapi/nf_tables.js';
import { bytecodeOf } from '../../support/nft_bytecode.js';
import { instructionsOf, listingOf } from './rule.js';

/** What comes before what VXLAN carries, and how that is read. */
const OVER_UDP = [
  '[ meta load l4proto => reg 1 ]',
  '[ cmp eq reg 1 0x00000011 ]',
  '[ payload load 2b @ transport header + 2 => reg 1 ]',
  '[ cmp eq reg 1 0x0000b512 ]',
];
const VXLAN = 'inner type 1 hdrsize 8 flags f';
const GRE = 'inner type 3 hdrsize 4 flags c';
const GRETAP = 'inner type 4 hdrsize 4 flags e';
const IS_GRE = ['[ meta load l4proto => reg 1 ]', '[ cmp eq reg 1 0x0000002f ]'];

/** What newer versions of nft make of them, in every family. */
const rules: readonly (readonly [rule: string, bytecode: readonly string[]])[] = [
  [
    'udp dport 4789 vxlan vni 10',
    [
      ...OVER_UDP,
      `[ ${VXLAN} [ payload load 3b @ tunnel header + 4 => reg 1 ] ]`,
      '[ cmp eq reg 1 0x000a0000 ]',
    ],
  ],
  [
    'udp dport 4789 vxlan ip saddr 10.141.11.0/24',
    [
      ...OVER_UDP,
      `[ ${VXLAN} [ meta load protocol => reg 1 ] ]`,
      '[ cmp eq reg 1 0x00000008 ]',
      `[ ${VXLAN} [ payload load 3b @ network header + 12 => reg 1 ] ]`,
      '[ cmp eq reg 1 0x000b8d0a ]',
    ],
  ],
  [
    'udp dport 4789 vxlan icmp type echo-reply',
    [
      ...OVER_UDP,
      `[ ${VXLAN} [ payload load 2b @ link header + 12 => reg 1 ] ]`,
      '[ cmp eq reg 1 0x00000008 ]',
      `[ ${VXLAN} [ meta load l4proto => reg 1 ] ]`,
      '[ cmp eq reg 1 0x00000001 ]',
      `[ ${VXLAN} [ payload load 1b @ transport header + 0 => reg 1 ] ]`,
      '[ cmp eq reg 1 0x00000000 ]',
    ],
  ],
  [
    'udp dport 4789 vxlan vlan id 10',
    [
      ...OVER_UDP,
      `[ ${VXLAN} [ payload load 2b @ link header + 12 => reg 1 ] ]`,
      '[ cmp eq reg 1 0x00000081 ]',
      `[ ${VXLAN} [ payload load 2b @ link header + 14 => reg 1 ] ]`,
      '[ bitwise reg 1 = ( reg 1 & 0x0000ff0f ) ^ 0x00000000 ]',
      '[ cmp eq reg 1 0x00000a00 ]',
    ],
  ],
  [
    'gre version 0',
    [
      ...IS_GRE,
      '[ payload load 1b @ transport header + 1 => reg 1 ]',
      '[ bitwise reg 1 = ( reg 1 & 0x00000007 ) ^ 0x00000000 ]',
      '[ cmp eq reg 1 0x00000000 ]',
    ],
  ],
  [
    'gre icmp type echo-reply',
    [
      ...IS_GRE,
      `[ ${GRE} [ meta load protocol => reg 1 ] ]`,
      '[ cmp eq reg 1 0x00000008 ]',
      `[ ${GRE} [ meta load l4proto => reg 1 ] ]`,
      '[ cmp eq reg 1 0x00000001 ]',
      `[ ${GRE} [ payload load 1b @ transport header + 0 => reg 1 ] ]`,
      '[ cmp eq reg 1 0x00000000 ]',
    ],
  ],
  [
    'gretap ether saddr 62:87:4d:d6:19:05',
    [
      ...IS_GRE,
      `[ ${GRETAP} [ payload load 6b @ link header + 6 => reg 1 ] ]`,
      '[ cmp eq reg 1 0xd64d8762 0x00000519 ]',
    ],
  ],
];

const families = ['ip', 'ip6', 'inet', 'bridge', 'netdev'];

describe.each(families)('headers inside of tunnels, in tables of %s', (family) => {
  test.each(rules)('%s', (rule, bytecode) => {
    const expressions = instructionsOf(family, rule);
    expect(bytecodeOf(expressions)).toEqual(bytecode);
    const { text, expr } = listingOf(family, expressions);
    expect(text).toBe(rule);
    expect(instructionsOf(family, expr)).toEqual(expressions);
  });
});

describe('headers inside of tunnels', () => {
  test.each([
    ['udp dport 4789 vxlan vni 10', { tunnel: 'vxlan', protocol: 'vxlan', field: 'vni' }],
    ['udp dport 4789 vxlan tcp dport 10', { tunnel: 'vxlan', protocol: 'tcp', field: 'dport' }],
    ['udp dport 6081 geneve type ip', { tunnel: 'geneve', protocol: 'geneve', field: 'type' }],
    ['gre ip saddr 192.0.2.1', { tunnel: 'gre', protocol: 'ip', field: 'saddr' }],
    ['gre version 0', { protocol: 'gre', field: 'version' }],
  ])('%s in JSON', (rule, payload) => {
    const { expr } = listingOf('inet', instructionsOf('inet', rule));
    expect(expr.at(-1)).toMatchObject({ match: { left: { payload } } });
  });

  test('what is known of the packet and of the one inside is kept apart', () => {
    for (const rule of [
      'ip saddr 192.0.2.1 udp dport 4789 vxlan ip6 saddr 2001:db8::1 vxlan tcp dport 22 ip daddr 192.0.2.2',
      'ip protocol 47 gre ip saddr 192.0.2.1',
      'meta l4proto 47 accept',
      'udp dport 4789 vxlan tcp dport 22 notrack vxlan tcp sport 22',
      'udp dport 4789 vxlan vlan id 10 vxlan ip saddr 192.0.2.1 vxlan tcp dport 22',
    ])
      expect(listingOf('inet', instructionsOf('inet', rule)).text).toBe(rule);
  });

  test('neighbours are compared at once, but not across the tunnel', () => {
    const wide = (rule: string) =>
      bytecodeOf(instructionsOf('inet', rule)).filter((each) => each.includes(' 4b @'));
    expect(wide('udp sport 4789 vxlan udp sport 1 vxlan udp dport 2')).toHaveLength(1);
    expect(wide('udp sport 4789 vxlan udp dport 2')).toHaveLength(0);
  });

  test('concatenations, sets and maps', () => {
    for (const rule of [
      'udp dport 4789 vxlan ip saddr . vxlan ip daddr @pairs',
      'udp dport 4789 vxlan tcp dport @ports accept',
    ])
      expect(() => instructionsOf('inet', rule)).toThrow('there is no set');
    const shown = bytecodeOf(
      instructionsOf('inet', 'udp dport 4789 meta mark set jhash vxlan ip saddr mod 2'),
    );
    expect(shown.at(-3)).toBe(`[ ${VXLAN} [ payload load 4b @ network header + 12 => reg 2 ] ]`);
  });

  test('bits and metadata that no version of nft has words for', () => {
    for (const rule of [
      'udp dport 4789 vxlan @nh,96,24 0xc00002',
      'udp dport 4789 vxlan meta l4proto tcp',
      'udp dport 4789 vxlan meta protocol ip accept',
    ]) {
      const expressions = instructionsOf('inet', rule);
      const { text, expr } = listingOf('inet', expressions);
      expect(text).toBe(rule);
      expect(instructionsOf('inet', expr)).toEqual(expressions);
    }
  });

  test.each([
    ['vxlan vni 10', 'nothing says that packets carry vxlan: match their port first, such as "udp dport"'],
    ['tcp dport 4789 vxlan vni 10', 'tcp does not carry vxlan'],
    ['tcp dport 1 gre ip saddr 192.0.2.1', 'the packet cannot be gre, because it is tcp already'],
    ['gre ether saddr 62:87:4d:d6:19:05', 'what gre carries has no ether header'],
    ['gre arp operation request', 'what gre carries has no arp header'],
    ['udp dport 4789 vxlan ip saddr set 192.0.2.1', 'headers inside of a tunnel can be read only'],
    ['udp dport 4789 vxlan meta mark 1', '"meta l4proto" and "meta protocol" are known, not "meta mark"'],
    ['udp dport 4789 vxlan vlen 1', 'unexpected "vlen", expected a field of vxlan, or a header inside of it'],
    [
      'udp dport 4789 vxlan gre version 0',
      'unexpected "gre", expected a field of vxlan, or a header inside of it',
    ],
    [
      'udp dport 4789 vxlan ip saddr 192.0.2.1 vxlan ip6 saddr ::1',
      'the packet cannot be ip6, because it is ip already',
    ],
  ])('%s is refused', (rule, message) => {
    expect(() => instructionsOf('inet', rule)).toThrow(message);
  });

  test('JSON that does not say the tunnel, or says a wrong one, is refused', () => {
    const rule = (payload: object) => () =>
      instructionsOf('inet', [{ match: { op: '==', left: { payload }, right: 1 } }]);
    expect(rule({ protocol: 'vxlan', field: 'vni' })).toThrow('say which tunnel this header is of');
    expect(rule({ tunnel: 'ipip', protocol: 'ip', field: 'ttl' })).toThrow(/tunnel.*vxlan/s);
    expect(rule({ tunnel: 'gre', protocol: 'gretap', field: 'vni' })).toThrow('gretap has no field "vni"');
    expect(rule({ tunnel: 'gre', protocol: 'gre', field: 'version' })).toThrow(
      'gre inside of gre is not seen',
    );
  });
});

describe('the kernel form of the instruction', () => {
  const load: LowExpression = {
    name: 'inner',
    type: 1,
    flags: 15,
    headerSize: 8,
    expression: { name: 'payload', dreg: 1, base: 4, offset: 4, len: 3 },
  };

  test('is read back as it was', () => {
    expect(decodeInner(encodeInner(load))).toEqual(load);
    const meta = { ...load, expression: { name: 'meta', dreg: 1, key: NFT_META_NFPROTO } } as const;
    expect(decodeInner(encodeInner(meta))).toEqual(meta);
  });

  test('is kept whole where it says more, or another tunnel is meant', () => {
    const encoded = encodeInner(load);
    expect(decodeInner(Uint8Array.of(...encoded, 8, 0, 9, 0, 1, 2, 3, 4))).toBeUndefined();
    expect(decodeInner(encoded.subarray(0, 20))).toBeUndefined();
    expect(listingOf('inet', [{ ...load, type: 9 }]).text).toMatch(/^<opaque inner \S+>$/);
  });
});
