import { describe, expect, test } from 'vitest';
import { compile } from '../../../src/nft/compile.js';
import { decodeTunnel, encodeTunnel } from '../../../src/nft/object/tunnel_form.js';
import { TEST_NAMES } from '../../support/nft_names.js';
import { instructionsOf, listingOf } from './rule.js';

const operationsOf = (input: Parameters<typeof compile>[0]) =>
  compile(input, { names: TEST_NAMES }).operations;
const add = (properties: string) => operationsOf(`add tunnel netdev t x { ${properties}; }`);

const template = { family: 'netdev', table: 't', name: 'x', id: 10, 'dst-ipv4': '192.0.2.2' } as const;

describe('templates of tunnels', () => {
  test('are the same in text and in JSON', () => {
    expect(add('id 10; ip daddr 192.0.2.2; dport 4789; vxlan { gbp 200; }')).toMatchObject(
      operationsOf([
        { add: { tunnel: { ...template, dport: 4789, type: 'vxlan', tunnel: { gbp: 200 } } } },
      ]).map(({ op }) => ({ op })),
    );
  });

  test('in the kernel form', () => {
    const form = {
      id: 10,
      ip6: { src: new Uint8Array(16).fill(1), dst: new Uint8Array(16).fill(2) },
      ttl: 5,
      options: [
        { kind: 'geneve', class: 1, type: 2, data: Uint8Array.of(1, 2, 3, 4) },
        { kind: 'geneve', class: 3, type: 4, data: Uint8Array.of(5, 6, 7, 8) },
      ],
    } as const;
    expect(decodeTunnel(encodeTunnel(form))).toEqual(form);
    // NFTA_TUNNEL_KEY_ID, and nested NFTA_TUNNEL_KEY_IP with NFTA_TUNNEL_KEY_IP_DST; all of them big-endian.
    expect([...encodeTunnel({ id: 10, ip: { dst: Uint8Array.of(192, 0, 2, 2) } })]).toEqual([
      ...[8, 0, 1, 0, 0, 0, 0, 10],
      ...[12, 0, 2, 0x80, 8, 0, 2, 0, 192, 0, 2, 2],
    ]);
  });

  test.each([
    ['ip daddr 192.0.2.2', '"id" is missing'],
    ['id 10', 'the address that the tunnel leads to is missing'],
    ['id 10; ip saddr 192.0.2.1', 'the address that the tunnel leads to is missing'],
    ['id 10; ip daddr 192.0.2.2; ip6 saddr ::1', 'both addresses of a tunnel are of the same version of IP'],
    ['id 10; ip daddr 192.0.2', 'unexpected ".0.2"'],
    ['id 10; ip daddr 192.0.2.2; ttl 256', 'the ttl is at most 255'],
    ['id 10; ip daddr 192.0.2.2; vxlan { gpb 1; }', 'unexpected "gpb", expected an option of the tunnel'],
    ['id 10; ip daddr 192.0.2.2; erspan { index 1; }', 'the version of ERSPAN is 1 or 2'],
    [
      'id 10; ip daddr 192.0.2.2; geneve { class 1 opt-type 2 data "0x12"; }',
      'is not what an option of GENEVE holds',
    ],
  ])('%s is refused', (properties, message) => {
    expect(() => add(properties)).toThrow(message);
  });

  test('JSON with wrong properties is refused', () => {
    const wrong = (more: object) => () =>
      operationsOf([{ add: { tunnel: { ...template, ...more } } }] as never);
    expect(wrong({ 'src-ipv4': '::1' })).toThrow('::1');
    expect(wrong({ type: 'vxlan', tunnel: [] })).toThrow('only options of GENEVE are a list');
    expect(wrong({ type: 'geneve', tunnel: {} })).toThrow('options of GENEVE are a list');
    expect(wrong({ type: 'gre' })).toThrow(/vxlan/);
  });

  test('rules refer to them by name', () => {
    const expressions = instructionsOf('netdev', 'tunnel name "x"');
    expect(expressions).toEqual([{ name: 'objref', type: 6, object: 'x' }]);
    expect(listingOf('netdev', expressions)).toEqual({ text: 'tunnel name "x"', expr: [{ tunnel: 'x' }] });
  });
});
