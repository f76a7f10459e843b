import { describe, expect, test } from 'vitest';
import { compile } from '../../../src/nft/compile.js';
import { kindOfSet } from '../../../src/nft/delinearize/set_kind.js';
import { FAMILY_NUMBERS } from '../../../src/nft/family.js';
import { NFT_EXTHDR_F_PRESENT } from '../../../src/uapi/nf_tables.js';
import { TEST_NAMES } from '../../support/nft_names.js';

const operationsOf = (text: string) => compile(text, { names: TEST_NAMES }).operations;

function ruleIn(text: string) {
  const operations = operationsOf(`add rule inet t c ${text}`);
  return {
    instructions: operations.flatMap((each) => (each.op === 'newrule' ? (each.rule.expressions ?? []) : [])),
    elements: operations.flatMap((each) => (each.op === 'newelements' ? (each.elements.elements ?? []) : [])),
  };
}

describe('sets in braces', () => {
  test('their elements have states of their own', () => {
    const { elements } = ruleIn('ip saddr { 192.0.2.1 counter, 192.0.2.2 }');
    expect(elements.map(({ expressions = [] }) => expressions.map(({ name }) => name))).toEqual([
      ['counter'],
      [],
    ]);
  });

  test('but those of maps have none', () => {
    expect(() => ruleIn('ip saddr vmap { 192.0.2.1 counter : drop }')).toThrow(
      'the declaration of the set must say',
    );
  });

  test('of exists and missing ask for presence', () => {
    for (const right of ['exists', '{ exists, missing }', 'vmap { exists : drop, missing : accept }']) {
      const { instructions } = ruleIn(`tcp option 253 ${right}`);
      const load = instructions.find(({ name }) => name === 'exthdr');
      expect(load).toMatchObject({ type: 253, offset: 0, len: 1, flags: NFT_EXTHDR_F_PRESENT });
    }
    expect(ruleIn('tcp option @253,0,8 { 1, 2 }').instructions[0]).toMatchObject({ flags: 0 });
  });
});

test('a long key and what it leads to share the registers', () => {
  const map =
    'add map inet t m { type ipv6_addr . ipv6_addr . inet_service : ipv6_addr . inet_service; flags dynamic; size 9; }';
  const rule = 'add rule inet t c add @m { ip6 saddr . ip6 daddr . th dport : 2001:db8::1 . 80 }';
  const added = operationsOf(`${map}; ${rule}`).find((each) => each.op === 'newrule');
  // Of 9 and 5 slots of 32 bits; the first are numbered from NFT_REG_1 and the others from NFT_REG32_00 on.
  expect(added?.rule.expressions?.at(-1)).toMatchObject({ name: 'dynset', sregKey: 1, sregData: 17 });
  const wider = map.replace(': ipv6_addr . inet_service', ': ipv6_addr . ipv6_addr');
  expect(() => operationsOf(`${wider}; ${rule.replace('. 80', '. 2001:db8::2')}`)).toThrow(
    'this takes more registers than there are',
  );
});

test('extension headers can only be read', () => {
  expect(() => ruleIn('frag id set 1')).toThrow('this cannot be set');
  expect(() => ruleIn('hbh nexthdr set 1')).toThrow('this cannot be set');
});

describe('hashes as the keys of named sets', () => {
  const declared = 'add table inet t; add set inet t s { typeof jhash ip saddr mod 4; elements = { 1 }; }';

  test('are numbers of the host, and read as such', () => {
    const operations = operationsOf(declared);
    const set = operations.find((each) => each.op === 'newset')?.set;
    const [element] = operations.flatMap((each) =>
      each.op === 'newelements' ? (each.elements.elements ?? []) : [],
    );
    expect([...(element?.key ?? [])]).toEqual([...new Uint8Array(Uint32Array.of(1).buffer)]);
    const kind = kindOfSet({ ...set, family: FAMILY_NUMBERS.inet, table: 't', name: 's' } as never);
    expect(kind.key).toMatchObject({ order: 'host', bits: 32 });
  });

  test('cannot stand beside others, whose places in the key nobody could tell then', () => {
    const concatenated = declared.replace('jhash', 'ip daddr . jhash');
    expect(() => operationsOf(concatenated)).toThrow('a concatenation holds what keeps its width');
  });
});
