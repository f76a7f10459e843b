import { expect, test } from 'vitest';
import { compile } from '../../../src/nft/compile.js';
import { raiseRuleset } from '../../../src/nft/delinearize/ruleset.js';
import { type PrintOptions, print } from '../../../src/nft/print/ruleset.js';
import { bytecodeOf } from '../../support/nft_bytecode.js';
import { Memory } from '../../support/nft_memory.js';

const start = (family: string) => `add table ${family} t; add chain ${family} t c;`;

function operationsOf(text: string, family = 'ip') {
  return compile(`${start(family)}${text}`, {}).operations;
}

function codeOf(rule: string, family = 'ip', before = ''): string[] {
  return operationsOf(`${before}add rule ${family} t c ${rule}`, family).flatMap((operation) =>
    operation.op === 'newrule' ? bytecodeOf(operation.rule.expressions ?? []) : [],
  );
}

function listingOf(text: string): string {
  const memory = new Memory();
  memory.apply(operationsOf(text));
  return print(raiseRuleset(memory.list()));
}

test('what extension headers and IP options imply comes before the whole rule', () => {
  expect(codeOf('meta mark 1 frag id 5', 'inet').slice(0, 3)).toEqual([
    '[ meta load nfproto => reg 1 ]',
    '[ cmp eq reg 1 0x0000000a ]',
    '[ meta load mark => reg 1 ]',
  ]);
  expect(codeOf('meta mark 1 ip option ra value 5', 'inet')[0]).toBe('[ meta load nfproto => reg 1 ]');
});

test('single bytes beside ranges are turned round, as are ranges of a single value', () => {
  expect(codeOf('ct zone . meta pkttype { 1 . host, 2 . 1-2 }')).toContain(
    '[ byteorder reg 9 = hton(reg 9, 2, 1) ]',
  );
  expect(codeOf('ct zone . tcp dport { 1 . 22-22 }')).toContain('[ byteorder reg 1 = hton(reg 1, 2, 2) ]');
});

test('what a key leads to is in the next whole register', () => {
  const map = 'add map ip t m { type ipv4_addr . inet_service : mark; flags dynamic; };';
  expect(codeOf('add @m { ip saddr . tcp dport : meta mark }', 'ip', map).slice(-2)).toEqual([
    '[ meta load mark => reg 2 ]',
    '[ dynset add reg_key 1 set m sreg_data 2 ]',
  ]);
});

test('payload behind the transport header is written as its checksum needs it', () => {
  expect(codeOf('@ih,58,6 set 0', 'inet')).toEqual([
    '[ payload load 2b @ inner header + 6 => reg 1 ]',
    '[ bitwise reg 1 = ( reg 1 & 0x0000c0ff ) ^ 0x00000000 ]',
    '[ payload write reg 1 => 2b @ inner header + 6 csum_type 0 csum_off 0 csum_flags 0x1 ]',
  ]);
});

test('sets hold ranges only if they are declared so', () => {
  const set = (type: string, element: string, flags = '') =>
    operationsOf(`add set ip t s { type ${type}; ${flags} elements = { ${element} }; }`);
  for (const [type, element] of [
    ['ipv4_addr', '1.2.3.0/24'],
    ['ipv4_addr', '1.2.3.4/32'],
    ['inet_service', '22-22'],
    ['ifname', '"eth*"'],
    ['ipv4_addr . inet_service', '1.2.3.4 . 80-90'],
  ] as const) {
    expect(() => set(type, element)).toThrow(/flags interval/);
    expect(() => set(type, element, 'flags interval;')).not.toThrow();
  }
});

test.each([
  ['osf name . ip saddr { "Linux" . 1.2.3.4 }', /fixed width/],
  ['comp flags . ip saddr { 1 . 1.2.3.4 }', /fixed width/],
  ['ct original proto-dst 22', /which protocol/],
])('%s is refused', (rule, why) => {
  expect(() => codeOf(rule)).toThrow(why);
});

test('ports of a connection whose protocol is known are compared', () => {
  expect(() => codeOf('meta l4proto tcp ct original proto-dst 22')).not.toThrow();
});

test('the old form of set statements is what the new one is', () => {
  const set = 'add set ip t s { type ipv4_addr; flags dynamic,timeout; };';
  expect(codeOf('set update ip saddr timeout 5s @s', 'ip', set)).toEqual(
    codeOf('update @s { ip saddr timeout 5s }', 'ip', set),
  );
});

test('elements expire after milliseconds, too', () => {
  const set = 'add set ip t s { type ipv4_addr; flags timeout; elements = { 1.1.1.1 timeout 1s500ms }; }';
  expect(listingOf(set)).toContain('1.1.1.1 timeout 1s500ms');
});

test('raw payload is listed in decimal as a key of a map, addresses beside ranges as networks', () => {
  expect(listingOf('add rule ip t c @ih,0,32 vmap { 10 : accept }')).toContain(
    '@ih,0,32 vmap { 10 : accept }',
  );
  const map = 'ip saddr map { 10.10.0.0/16 : 1.2.3.4/32, 10.20.0.0/16 : 1.1.1.1-1.1.1.4 }';
  expect(listingOf(`add rule ip t c dnat ip to ${map}`)).toContain('10.10.0.0/16 : 1.2.3.4/32,');
});

test('an interval ends with the largest value of its field, even if that does not fill its bytes', () => {
  const set = operationsOf('add rule bridge t c vlan id { 1-3, 4095 }', 'bridge');
  const keys = set.flatMap((operation) =>
    operation.op === 'newelements' ? operation.elements.elements.map(({ key }) => key?.join()) : [],
  );
  expect(keys).toEqual(['0,0', '0,1', '0,4', '15,255']);
});

test('numbers that only look octal are names, which ports are not', () => {
  expect(codeOf('tcp dport 08').at(-1)).toBe('[ cmp eq reg 1 0x00000800 ]');
  expect(codeOf('tcp dport 010').at(-1)).toBe('[ cmp eq reg 1 0x00000800 ]');
  expect(codeOf('ip ttl 010').at(-1)).toBe('[ cmp eq reg 1 0x00000008 ]');
  for (const rule of ['ip ttl 08', 'meta mark 09', 'limit rate 08/second', 'quota 08 bytes'])
    expect(() => codeOf(rule)).toThrow();
});

test.each([
  ['ct state < related', 'ct state < 0x4'],
  ['fib daddr type > local', 'fib daddr type > 2'],
  ['meta iiftype < ether', 'meta iiftype < 1'],
  ['meta pkttype < other', 'meta pkttype < other'],
  ['meta day < "Tuesday"', 'meta day < "Tuesday"'],
  ['tcp flags != 33-45', 'tcp flags != 0x21-0x2d'],
  ['ct mark or 0x23 0x33-0x45', 'ct mark | 0x00000023 0x00000033-0x00000045'],
  ['sctp chunk init 23', 'sctp chunk init 23'],
  ['tcp option window { 0, 2 }', 'tcp option window { missing, 2 }'],
  ['tcp flags { syn, syn | ack, syn | rst }', 'tcp flags { syn | rst, syn | ack, syn }'],
])('%s is listed as %s', (rule, listed) => {
  expect(listingOf(`add rule ip t c ${rule}`)).toContain(`\t\t${listed}\n`);
});

test('presence is a number where names are not wanted, and ports behind addresses have names where they are', () => {
  const listed = (rule: string, options: PrintOptions) => {
    const memory = new Memory();
    memory.apply(operationsOf(`add rule ip t c ${rule}`));
    return print(raiseRuleset(memory.list()), options);
  };
  expect(listed('tcp option sack-perm exists', { numeric: true })).toContain('tcp option sack-perm 1\n');
  const target = 'dnat ip to ip saddr . tcp dport map { 1.2.3.4 . 22 : 5.6.7.8 . 80 }';
  expect(listed(target, { serviceNames: true })).toContain('1.2.3.4 . "ssh" : 5.6.7.8 . "http"');
});

test('what is forwarded ends its rule, and a family needs an address', () => {
  expect(() => codeOf('fwd to 1 accept', 'netdev')).toThrow(/nothing comes here/);
  expect(() => codeOf('snat ip6 to :80', 'ip6')).toThrow();
});

test('JSON has one flag and one element without a list, too', () => {
  const names = { family: 'ip', table: 't', name: 's' } as const;
  const { operations } = compile([
    { add: { table: { family: 'ip', name: 't' } } },
    { add: { set: { ...names, type: 'inet_service', flags: 'interval', elem: 22 } } },
    { add: { element: { ...names, elem: '80' } } },
  ] as never);
  expect(operations.filter(({ op }) => op === 'newelements')).toHaveLength(2);
});

test.each([
  [{ flags: 'bogus' }, /one of constant, dynamic, interval, timeout/],
  [{ timeout: '60' }, /a number of seconds/],
  [{ size: '5' }, /an integer/],
  [{ size: 2 ** 32 }, /4294967295/],
  [{ policy: 'fast' }, /one of performance, memory/],
  [{ stmt: { counter: null } }, /a list/],
  [{ colour: 'red' }, /not known here/],
  [{ 'auto-merge': true }, /interval/],
])('a set with %j is refused', (property, why) => {
  const set = { family: 'ip', table: 't', name: 's', type: 'ipv4_addr', ...property };
  expect(() => compile([{ add: { set } }] as never)).toThrow(why);
});

test('JSON of a later schema is refused', () => {
  expect(() => compile([{ metainfo: { json_schema_version: 2 } }] as never)).toThrow(/version 2/);
  expect(() => compile([{ metainfo: { json_schema_version: 1 } }] as never)).not.toThrow();
});

test.each([
  'ip dscp { cs0, 65 }',
  'ip dscp { 1-3, 70-80 }',
  'ip6 dscp vmap { 64 : accept }',
  'frag reserved2 { 4 }',
])('%s holds more than the field can', (rule) => {
  expect(() => codeOf(rule, 'inet')).toThrow(/out of range \(0 to (63|3)\)/);
  expect(() => codeOf('ip dscp { cs0, 63, 1-3 }', 'inet')).not.toThrow();
});

test('what is looked up is of the type of the set, but for raw payload beside others', () => {
  const sets =
    'add set ip t a { type ipv4_addr; }; add set ip t p { type inet_service; };' +
    'add set ip t ap { type ipv4_addr . inet_service; }; add set ip t ai { typeof ip saddr . ip length; };';
  for (const rule of ['ip saddr . @th,0,16 @ap', 'ip saddr . @nh,0,16 @ai', 'ip saddr . ip id @ai'])
    expect(() => codeOf(rule, 'ip', sets)).not.toThrow();
  for (const rule of ['@nh,96,32 @a', 'ip length @p', 'ip saddr . ip length @ap', 'tcp sequence @a'])
    expect(() => codeOf(rule, 'ip', sets)).toThrow(/holds/);
});

test('without state, elements in braces have not counted anything', () => {
  const memory = new Memory();
  memory.apply(operationsOf('add rule ip t c tcp dport { 22 counter packets 5 bytes 6, 80 }'));
  const ruleset = raiseRuleset(memory.list());
  expect(print(ruleset)).toContain('{ 22 counter packets 5 bytes 6, 80 }');
  expect(print(ruleset, { stateless: true })).toContain('{ 22 counter, 80 }');
});
