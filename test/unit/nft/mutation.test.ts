import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CompileInput, compile } from '../../../src/nft/compile.js';
import { NftError } from '../../../src/nft/error.js';
import { TEST_NAMES as names } from '../../support/nft_names.js';

/** How many inputs of either form; `npm run test:mutations` takes more. */
const COUNT = Number(process.env.NETLOOM_MUTATIONS ?? 2_000);

/** No input may take longer, the machine's own pauses included. */
const SLOWEST_MS = 250;

/** Numbers below `limit`, the same in every run (mulberry32). */
function generator(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

type Random = ReturnType<typeof generator>;

const TEXTS: string[] = [
  'define a = { 1, 2 }\ntable inet t {\n define b = $a\n chain c { tcp dport $b accept; }\n}',
  'table ip t {\n chain c { type nat hook prerouting priority dstnat - 5; policy accept; comment "x"; }\n}',
  'add counter ip t c { packets 1 bytes 2 }\nlist counters; reset quota t q; delete table ip handle 7; flush ruleset',
  'add flowtable inet t f { hook ingress priority 0; devices = { lo, eth0 }; }\nrename chain t c d',
  'add set t s { type ipv4_addr . inet_service; flags interval; }\nget element t s { 1.2.3.4 . 5-6 }; reset set t s',
  'reset rules ip t c; reset rule t c handle 5; list hooks; list meters; destroy rule t c handle 5; list chain t c',
  'include "a"\ntable ip t {\n include "b"\n chain c {\n include "c"\n}\n}\ninclude "a"',
];
const STATEMENTS: unknown[] = [];
for (const name of readdirSync(join(import.meta.dirname, 'rules'))) {
  const rules = readFileSync(join(import.meta.dirname, 'rules', name), 'utf8').split('\n');
  for (const line of rules) {
    if (line.startsWith('  [{')) STATEMENTS.push(JSON.parse(line));
    else if (/^\w/.test(line)) TEXTS.push(`add rule ${basename(name, '.txt')} t c ${line}`);
  }
}

const PIECES = [
  ...'{}()[]<>=!&|^.,:;-/*@$"\\#\n\t \0\u00e9',
  ...'0 -1 4294967296 18446744073709551616 0x 1.2.3.4 ::1 a-b 1h 128 set map vmap . to ip6 tcp ct meta th'.split(
    ' ',
  ),
  '@th,0,128',
  'define x = ',
  '{'.repeat(100),
  '('.repeat(100),
];

function pick<T>(list: readonly T[], random: Random): T {
  return list[random(list.length)] as T;
}

function mutatedText(random: Random): string {
  let text = pick(TEXTS, random);
  for (let left = 1 + random(3); left > 0; left--) {
    const at = random(text.length + 1);
    const end = at + random(8);
    const other = pick(TEXTS, random);
    const from = random(other.length);
    const insertions = [
      '',
      pick(PIECES, random),
      other.slice(from, from + random(20)),
      ` ${pick(PIECES, random)} `,
    ];
    text = text.slice(0, at) + pick(insertions, random) + text.slice(pick([at, end], random));
  }
  return text;
}

const VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  2 ** 53,
  1n << 70n,
  Number.NaN,
  '',
  'x',
  '*',
  '@s',
  '1.2.3.4',
  [],
  {},
  [[]],
  [null],
  undefined,
  { set: [] },
  { range: [1, 0] },
  { prefix: { addr: '::', len: 129 } },
  { concat: [] },
  { constructor: 1 },
  '__proto__',
];

/** The value with something in it replaced, left out or taken from elsewhere. */
function mutatedValue(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random(4) === 0) {
    return random(3) > 0 ? pick(VALUES, random) : pick(STATEMENTS, random);
  }
  if (Array.isArray(value)) {
    const at = random(Math.max(value.length, 1));
    if (random(6) === 0) return value.filter((_, i) => i !== at);
    if (random(6) === 0) return [...value, ...value];
    return value.map((each, i) => (i === at ? mutatedValue(each, random) : each));
  }
  const entries = Object.entries(value);
  const at = random(Math.max(entries.length, 1));
  if (random(8) === 0) return Object.fromEntries(entries.filter((_, i) => i !== at));
  if (random(8) === 0) return { ...value, ...pick(pick(STATEMENTS, random) as object[], random) };
  return Object.fromEntries(
    entries.map(([key, each], i) => [key, i === at ? mutatedValue(each, random) : each]),
  );
}

function mutatedJson(random: Random): CompileInput {
  const family = pick(['ip', 'ip6', 'inet', 'bridge', 'arp', 'netdev'], random);
  const rule = { family, table: 't', chain: 'c', expr: pick(STATEMENTS, random) };
  let command: unknown = { add: { rule } };
  for (let left = 1 + random(2); left > 0; left--) command = mutatedValue(command, random);
  return [command] as CompileInput;
}

/** The same command as text, with characters of it lost, doubled or from elsewhere. */
function mutatedJsonText(random: Random): string {
  const commands = [
    { add: { rule: { family: 'ip', table: 't', chain: 'c', expr: pick(STATEMENTS, random) } } },
  ];
  let text = JSON.stringify({ nftables: commands }, null, random(3));
  for (let left = 1 + random(3); left > 0; left--) {
    const [at, length] = [random(text.length), random(6)];
    text = text.slice(0, at) + pick(['', pick(PIECES, random)], random) + text.slice(at + length);
  }
  return `{${text.slice(1)}`;
}

/** Files that include each other. */
const includes = (name: string) =>
  name === 'a'
    ? [{ text: 'add table a\n', filename: 'a' }]
    : [{ text: `include "${name === 'b' ? 'c' : 'b'}"`, filename: name }];

/** Compiles; any error but a refusal is a fault, as is one that does not say where. */
function faultOf(input: CompileInput): string | undefined {
  try {
    compile(input, { names, includes });
  } catch (error) {
    if (!(error instanceof NftError)) return error instanceof Error ? String(error.stack) : String(error);
    if (error.line === undefined && error.path === undefined) return `no place: ${error.message}`;
  }
  return undefined;
}

/** The same, and that it takes too long: every time, since once is what a busy machine does. */
function faultOrDelayOf(input: CompileInput): string | undefined {
  let took = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 3 && took > SLOWEST_MS; attempt++) {
    const start = performance.now();
    const fault = faultOf(input);
    if (fault !== undefined) return fault;
    took = Math.min(took, performance.now() - start);
  }
  return took > SLOWEST_MS ? `took ${took} ms` : undefined;
}

describe.each([
  ['text', mutatedText],
  ['JSON', mutatedJson],
  ['text of JSON', mutatedJsonText],
] as const)('mutated %s', (_, mutated) => {
  test(`is compiled or refused, ${COUNT} times`, { timeout: 600_000 }, () => {
    expect(STATEMENTS.length).toBeGreaterThan(100);
    const random = generator(1);
    const faults: unknown[] = [];
    for (let i = 0; i < COUNT && faults.length < 5; i++) {
      const input = mutated(random);
      const fault = faultOrDelayOf(input);
      if (fault !== undefined) faults.push({ input, fault });
    }
    expect(faults).toEqual([]);
  });
});

const DEEP = 100_000;

test.each([
  ['brackets', `add rule t c ip saddr ${'('.repeat(DEEP)}`],
  ['sets', `add rule t c ip saddr ${'{'.repeat(DEEP)}`],
  ['blocks', 'table t {'.repeat(DEEP)],
  ['a value', `define a = ${'{'.repeat(DEEP)}`],
  ['operators', `add rule t c meta mark ${'1 | '.repeat(DEEP)} 1`],
  [
    'doubled values',
    `define a0 = { ${'1, '.repeat(1000)} }\n${Array.from({ length: 30 }, (__, i) => `define a${i + 1} = { $a${i}, $a${i} }\n`).join('')}`,
  ],
])('what is too deep or too long is refused: %s', (_, text) => {
  expect(() => compile(text, { names })).toThrow(NftError);
});
