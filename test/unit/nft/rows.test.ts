import { describe, expect, test } from 'vitest';
import { type CompileInput, compile, compileStepwise } from '../../../src/nft/compile.js';
import { NftError } from '../../../src/nft/error.js';
import type { ElementMessage, Operation } from '../../../src/nft/operation.js';
import { TEST_NAMES as names } from '../../support/nft_names.js';

type Sent = Extract<Operation, { readonly elements: unknown }>;

function stepwise(input: CompileInput): Sent[] {
  const operations: Operation[] = [];
  const steps = compileStepwise(input, (operation) => operations.push(operation), { names });
  while (steps.next().done !== true);
  return operations.filter((operation): operation is Sent => 'elements' in operation);
}

/** What is sent, rows as the elements that they stand for; in the order of their keys, which is nobody's concern. */
function unpacked(sent: readonly Sent[]): ElementMessage[] {
  const all = sent.flatMap(({ elements: { elements, packed } }) => {
    if (packed === undefined) return [...elements];
    const { bytes, count, layout } = packed;
    const rows = Array.from({ length: count }, (_, i) => {
      const row = bytes.slice(i * layout.length, (i + 1) * layout.length);
      const key = row.slice(0, layout.keyLength);
      return layout.dataLength === 0 ? { key } : { key, data: row.slice(layout.keyLength) };
    });
    return [...rows, ...elements];
  });
  return all.sort((a, b) => Buffer.compare(a.key ?? Buffer.of(), b.key ?? Buffer.of()));
}

function oneByOne(input: CompileInput): ElementMessage[] {
  const { operations } = compile(input, { names });
  return unpacked(operations.filter((operation): operation is Sent => 'elements' in operation));
}

function isPacked(sent: readonly Sent[]): boolean {
  return sent.every(({ elements: { elements, packed } }) => packed !== undefined && elements.length === 0);
}

const set = (type: string, elements: string) =>
  `table ip t { set s { type ${type}; elements = { ${elements} }; }; }`;

/** Sets in all forms of writing; `rows` says whether all of their elements become rows. */
const CASES: readonly (readonly [text: string, rows: boolean])[] = [
  [set('ipv4_addr', '192.0.2.1, 10.0.0.0,0.0.0.0 , 255.255.255.255'), true],
  [set('ipv4_addr', '192.0.2.1,\n\t10.0.0.1,\n# the gateway\n10.0.0.2\n'), true],
  [set('ipv4_addr', '010.0.0.1, 192.0.2.1, 1'), true],
  [set('ipv6_addr', '2001:db8::1, ::, ::ffff:192.0.2.1, 1:2:3:4:5:6:7:8'), true],
  [set('ether_addr', '02:00:00:00:00:01, aA:Bb:cc:dd:ee:ff, 2:0:0:0:0:2'), true],
  [set('inet_service', '80, 0, 65535, ssh, 0x50, 010'), true],
  [set('mark', '1, 4294967295, 0x10'), true],
  [set('inet_proto', 'tcp, udp, 1'), true],
  [set('ifname', '"eth0", lo'), true],
  [set('ipv4_addr . inet_service', '192.0.2.1 . 80, 192.0.2.2 . http'), true],
  [set('ipv6_addr . inet_service . ifname', '2001:db8::1 . 80 . "eth0"'), true],
  [set('ipv4_addr; flags timeout', '192.0.2.1, 192.0.2.2 timeout 10s, 192.0.2.3'), false],
  [set('ipv4_addr; counter', '192.0.2.1 comment "a", 192.0.2.2 counter'), false],
  [set('ipv4_addr; flags interval', '192.0.2.1, 10.0.0.0/8, 198.51.100.1-198.51.100.9'), false],
  [
    'table ip t { map m { type ipv4_addr : inet_service; elements = { 192.0.2.1 : 80, 192.0.2.2 : ssh }; }; }',
    true,
  ],
  [
    'table ip t { map m { type inet_service . ipv4_addr : ipv4_addr . inet_service; elements = { 80 . 192.0.2.1 : 10.0.0.1 . 8080 }; }; }',
    true,
  ],
  [
    'table ip t { map m { type ipv4_addr : verdict; elements = { 192.0.2.1 : drop, 192.0.2.2 : jump c }; }; }',
    false,
  ],
  ['table ip t { map m { type ipv4_addr : mark; elements = { 192.0.2.1 : 1, * : 2 }; }; }', false],
  ['add table ip t; add set ip t s { type ipv4_addr; }; add element ip t s { 192.0.2.1, 192.0.2.2 }', true],
  ['add table ip t; add set ip t s { type ipv4_addr; }; delete element ip t s { 192.0.2.1 }', true],
  [
    'define more = { 192.0.2.2, 192.0.2.3 }\nadd table ip t; add set ip t s { type ipv4_addr; }; add element ip t s { 192.0.2.1, $more }',
    true,
  ],
];

test.each(CASES)('elements in rows are those that are made one by one: %s', (text, rows) => {
  const sent = stepwise(text);
  expect(unpacked(sent)).toEqual(oneByOne(text));
  expect(isPacked(sent)).toBe(rows);
});

describe('many elements', () => {
  const count = 5000;
  const addresses = Uint32Array.from({ length: count }, (_, i) => 0x0a000000 + i * 7);
  const ports = Uint16Array.from({ length: count }, (_, i) => i * 13);
  const dotted = (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255].join('.');
  const declared = [
    { add: { table: { family: 'ip', name: 't' } } },
    {
      add: {
        map: { family: 'ip', table: 't', name: 'm', type: ['ipv4_addr', 'inet_service'], map: 'ipv4_addr' },
      },
    },
  ] as const;
  const of = { family: 'ip', table: 't', name: 'm' } as const;
  const columns = { key: [addresses, ports], data: addresses };
  const list = [...addresses].map(
    (address, i) => [{ concat: [dotted(address), ports[i] as number] }, dotted(address)] as const,
  );
  const text = `add table ip t
    add map ip t m { type ipv4_addr . inet_service : ipv4_addr; }
    add element ip t m { ${list.map(([{ concat }, data]) => `${concat.join(' . ')} : ${data}`).join(', ')} }`;
  const expected = stepwise([...declared, { add: { element: { ...of, elem: columns } } }]);

  test('are split into messages, all of them rows, whatever they come from', () => {
    expect(expected.length).toBeGreaterThan(1);
    expect(isPacked(expected)).toBe(true);
    for (const input of [
      text,
      [...declared, { add: { element: { ...of, elem: list } } }],
      [...declared, { add: { element: { ...of, elem: new Set(list) } } }],
    ]) {
      const sent = stepwise(input);
      expect(sent.map(({ elements: { packed } }) => packed?.count)).toEqual(
        expected.map(({ elements: { packed } }) => packed?.count),
      );
      expect(unpacked(sent)).toEqual(unpacked(expected));
    }
  });

  test('know which of the command each is', () => {
    const indexes = expected.flatMap(({ elements }) => Array.from(elements.indexes ?? []));
    expect(indexes).toEqual(Array.from({ length: count }, (_, i) => i));
  });

  test('are counted on through those that are not rows', () => {
    const elements = ['192.0.2.1', '192.0.2.2 comment "a"', '192.0.2.3', 'ssh.example'];
    const input = set('ipv4_addr', elements.slice(0, 3).join(', '));
    const byKey = stepwise(input).map(({ elements }) => Array.from(elements.indexes ?? []).slice(0, 2));
    expect(byKey).toEqual([[0, 2], [1]]);
  });
});

describe('columns', () => {
  const add = (type: string | string[], elem: unknown, more: object = {}) => {
    const object = { family: 'ip', table: 't', name: 's' };
    const kind = 'map' in more ? 'map' : 'set';
    return [
      { add: { table: { family: 'ip', name: 't' } } },
      { add: { [kind]: { ...object, type, ...more } } },
      { add: { element: { ...object, elem } } },
    ] as unknown as CompileInput;
  };
  const keys = (type: string | string[], elem: unknown) =>
    unpacked(stepwise(add(type, elem))).map(({ key }) => [...(key ?? [])]);

  test('of numbers or of bytes, in the order of the network or the host as the datatype has it', () => {
    expect(keys('ipv4_addr', { key: Uint32Array.of(0xc0000201) })).toEqual([[192, 0, 2, 1]]);
    expect(keys('ipv4_addr', { key: Uint8Array.of(192, 0, 2, 1) })).toEqual([[192, 0, 2, 1]]);
    expect(keys('inet_service', { key: Uint32Array.of(80) })).toEqual([[0, 80]]);
    expect(keys('ether_addr', { key: BigUint64Array.of(0x0200_0000_0001n) })).toEqual([[2, 0, 0, 0, 0, 1]]);
    expect(keys('ipv6_addr', { key: BigUint64Array.of(1n) })).toEqual([[...Array(15).fill(0), 1]]);
    expect(keys('mark', { key: Uint32Array.of(0x01020304) })).toEqual([
      [...new Uint8Array(Uint32Array.of(0x01020304).buffer)],
    ]);
    expect(keys('mark', { key: Uint8Array.of(1, 2, 3, 4) })).toEqual([
      [...new Uint8Array(Uint32Array.of(0x01020304).buffer)],
    ]);
  });

  test.each([
    [
      add('ipv4_addr', { key: Uint8Array.of(1, 2, 3) }),
      '[2].add.element.elem.key',
      /no whole number of values of 4 bytes/,
    ],
    [
      add('inet_service', { key: Uint32Array.of(1, 65536) }),
      '[2].add.element.elem.key[1]',
      /65536 is out of range \(0 to 65535\)/,
    ],
    [add('ipv4_addr', { key: [1, 2] }), '[2].add.element.elem.key', /one column is wanted/],
    [add('ipv4_addr', { key: 'abc' }), '[2].add.element.elem.key', /a column is a Uint8Array/],
    [add('ipv4_addr', { key: new Uint32Array() }), '[2].add.element.elem.key', /elements are missing/],
    [
      add('ipv4_addr', { key: Uint32Array.of(1), data: Uint32Array.of(1) }),
      '[2].add.element.elem.data',
      /a set has keys only/,
    ],
    [
      add('ipv4_addr', { key: Uint32Array.of(1) }, { map: 'mark' }),
      '[2].add.element.elem.data',
      /where each of its keys leads to/,
    ],
    [
      add(['ipv4_addr', 'inet_service'], { key: [Uint32Array.of(1), Uint16Array.of(1, 2)] }),
      '[2].add.element.elem.key[1]',
      /has 2 values, and the first one 1/,
    ],
    [
      add('ipv4_addr', { key: Uint32Array.of(1) }, { flags: ['interval'] }),
      '[2].add.element.elem',
      /sets of single values/,
    ],
    [add('ipv4_addr', ['192.0.2.1'].values()), '[2].add.element.elem', /this is an iterator/],
    [add('ipv4_addr', new Set()), '[2].add.element.elem', /elements are missing/],
    [
      add('ipv4_addr', ['192.0.2.1', 'nonsense']),
      '[2].add.element.elem[1]',
      /"nonsense" is not an IPv4 address/,
    ],
  ] as const)('that do not fit are refused: %j', (input, path, reason) => {
    const refused = () => stepwise(input);
    expect(refused).toThrow(NftError);
    expect(refused).toThrow(reason);
    expect(refused).toThrow(path);
  });
});

test('an error among elements that are read at once has its place in the text', () => {
  const text =
    'table ip t {\n set s {\n type ipv4_addr\n elements = { 192.0.2.1,\n 192.0.2.2, 192.0.2.300 }\n }\n}';
  expect(() => stepwise(text)).toThrow(/line 5, column 13/);
});
