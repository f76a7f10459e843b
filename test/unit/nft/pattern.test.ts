import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Family } from '../../../src/nft/ast.js';
import {
  type CompileInput,
  type CompileOptions,
  compile,
  compileStepwise,
  RulePatterns,
} from '../../../src/nft/compile.js';
import { raiseRuleset } from '../../../src/nft/delinearize/ruleset.js';
import { FAMILY_NUMBERS } from '../../../src/nft/family.js';
import type { KernelRule } from '../../../src/nft/kernel.js';
import type { Operation } from '../../../src/nft/operation.js';
import { stringifyJson } from '../../../src/nft/print/json.js';
import type { Change } from '../../../src/nft/transaction/message_type.js';
import { ObjectReader } from '../../../src/nft/transaction/read.js';
import { Messages } from '../../../src/nft/transaction/write.js';
import { TEST_NAMES } from '../../support/nft_names.js';

const options = { names: TEST_NAMES };

/** Every rule of rules.test.ts many times over. */
const SLOW = 300_000;

function stepwise(input: CompileInput, more: CompileOptions = {}): Operation[] {
  const operations: Operation[] = [];
  const add = (operation: Operation) => operations.push(operation);
  const steps = compileStepwise(input, add, { ...options, ...more });
  while (steps.next().done !== true);
  return operations;
}

function isPatterned(operation: Operation): boolean {
  return operation.op === 'newrule' && operation.rule.patterned !== undefined;
}

function bytesOf(operations: readonly Operation[]): string {
  const messages = new Messages();
  for (const operation of operations) messages.change(operation as Change);
  return Buffer.from(messages.take()).toString('hex');
}

function outcome(work: () => readonly Operation[]): string {
  try {
    return bytesOf(work());
  } catch (error) {
    return String(error);
  }
}

const folder = join(import.meta.dirname, 'rules');

/** The rules of rules.test.ts: as text, and as what nft makes of it. */
const rules = readdirSync(folder).flatMap((file) =>
  readFileSync(join(folder, file), 'utf8')
    .trimEnd()
    .split('\n\n')
    .map((block) => {
      const lines = block.split('\n');
      return { family: basename(file, '.txt'), rule: lines[0] ?? '', expr: JSON.parse(lines.at(-1) ?? '') };
    }),
);

/** Other constants in the same places, some of which are wrong there. */
const CHANGES: readonly ((text: string) => string)[] = [
  (text) => text.replace(/\b\d+\b/g, (number) => String(Number(number) + 1)),
  (text) => text.replace(/\b\d+\b/g, (number) => String(Number(number) * 100)),
  (text) => text.replace(/\b\d+\b/g, '0'),
  (text) => text.replace(/(["\w])eth0/g, '$1eth*'),
  (text) => text.replace(/::1\b/g, '::2').replace(/\btcp\b/g, 'udp'),
];

test('rules that are like others become what they become by themselves', { timeout: SLOW }, () => {
  let patterned = 0;
  const patterns = new RulePatterns(); // of earlier inputs
  for (const { family, rule, expr } of rules) {
    for (const change of CHANGES) {
      const texts = [rule, rule, change(rule), rule, change(rule)];
      const text = texts.map((each) => `add rule ${family} t c ${each}\n`).join('');
      expect(
        outcome(() => stepwise(text, { patterns })),
        text,
      ).toBe(outcome(() => compile(text, options).operations));

      const statements = [expr, expr, JSON.parse(change(JSON.stringify(expr))), expr];
      const json = statements.map((each) => ({
        add: { rule: { family, table: 't', chain: 'c', expr: each } },
      }));
      const input = json as unknown as CompileInput;
      expect(
        outcome(() => stepwise(input)),
        rule,
      ).toBe(outcome(() => compile(input, options).operations));
    }
    // Of the first rule nothing is learned yet.
    patterned += stepwise(`add rule ${family} t c ${rule}\n`.repeat(3)).filter(isPatterned).length;
  }
  expect(patterned).toBe(rules.length);
});

/** What operations are listed as, if the kernel gives back what it was told. */
function listed(
  operations: readonly Operation[],
  family: Family,
): { readonly text: string; readonly patterned: string } {
  const messages = new Messages();
  for (const operation of operations) messages.change(operation as Change);
  const reader = new ObjectReader(TEST_NAMES);
  reader.read(Uint8Array.from(messages.take()).buffer);
  const object = { family: FAMILY_NUMBERS[family], table: 't', handle: 1 };
  const { rules } = reader.objects;
  const raise = (each: readonly KernelRule[]) =>
    stringifyJson(
      raiseRuleset(
        {
          ...reader.objects,
          tables: [{ ...object, name: 't' }],
          chains: [{ ...object, name: 'c' }],
          rules: each,
        },
        options,
      ),
    );
  const { family: number, table, chain, handle } = rules[0] as KernelRule;
  const plain = rules.map(({ expressions }) => ({ family: number, table, chain, handle, expressions }));
  return { text: raise(plain), patterned: raise(rules) };
}

test('rules that are like others are listed as they would be by themselves', { timeout: SLOW }, () => {
  for (const { family, rule } of rules) {
    for (const change of CHANGES) {
      let operations: Operation[];
      try {
        const texts = [rule, rule, change(rule), rule, change(rule)];
        operations = stepwise(texts.map((each) => `add rule ${family} t c ${each}\n`).join(''));
      } catch {
        continue;
      }
      const { text, patterned } = listed(operations, family as Family);
      expect(patterned, `${rule} and ${change(rule)}`).toBe(text);
    }
  }
});

test('constants may differ where nothing depends on them', () => {
  const alike = (...texts: readonly string[]) =>
    stepwise(['accept', ...texts].map((text) => `add rule inet t c ${text}`).join('\n'))
      .map(isPatterned)
      .slice(1);
  expect(alike('ip daddr 10.0.0.1 tcp dport 80 accept', 'ip daddr 10.0.0.2 tcp dport 81 accept')).toEqual([
    false,
    true,
  ]);
  expect(alike('iifname "eth0" drop', 'iifname "eth1" drop', 'iifname eth2 drop')).toEqual([
    false,
    true,
    true,
  ]);
  expect(alike('meta l4proto 6 drop', 'meta l4proto 17 drop')).toEqual([false, false]);
  expect(alike('ip saddr 10.0.0.0/8 drop', 'ip saddr 10.0.0.0/16 drop')).toEqual([false, false]);
  expect(alike('tcp dport 80 drop', 'tcp dport != 80 drop')).toEqual([false, false]);
});

test.each([
  [
    'in text',
    'add rule ip t c tcp dport 80 drop\nadd rule ip t c tcp dport 81 drop\nadd rule ip t c tcp dport 65536 drop',
  ],
  [
    'in a chain',
    'table ip t { chain c { tcp dport 80 drop\n tcp dport 81 drop\n tcp dport 65536 drop\n }\n }',
  ],
])('a wrong constant is found %s', (_, text) => {
  expect(() => stepwise(text)).toThrow(/line 3.*65536 is out of range[\s\S]*\^/);
});

test('what follows a rule is read as ever', () => {
  const text = `table ip t {
    chain c { tcp dport 80 counter comment "a"; tcp dport 81 counter comment "b"
      tcp dport 82 counter; tcp dport 83 counter drop; tcp dport 84 counter;
 }
  }
  add rule ip t c tcp dport 85 counter # nothing
  add rule ip6 t c tcp dport 86 counter`;
  expect(bytesOf(stepwise(text))).toBe(bytesOf(compile(text, options).operations));
});

describe('patterns of earlier inputs', () => {
  const input = (address: string, port: number) =>
    `add rule ip t c ip daddr ${address} tcp dport ${port} accept`;

  test('spare the rules of later ones the compiler', () => {
    const patterns = new RulePatterns();
    const texts = [input('192.0.2.1', 1), input('192.0.2.2', 2), input('192.0.2.3', 3)];
    const operations = texts.map((text) => stepwise(text, { patterns }));
    // Of a single rule nothing is learned.
    expect(operations.map(([operation]) => operation && isPatterned(operation))).toEqual([
      false,
      false,
      true,
    ]);
    expect(operations.map(bytesOf)).toEqual(texts.map((text) => bytesOf(compile(text, options).operations)));
  });

  test('do not if something of a namespace or of the moment went into them', () => {
    const patterns = new RulePatterns();
    const text = 'add rule ip t c meta hour "10:00"-"12:00" accept';
    for (const offset of [0, 0, 3600, 7200]) {
      const names = { ...TEST_NAMES, utcOffset: () => offset };
      const operations = stepwise(text, { patterns, names });
      expect(operations.some(isPatterned)).toBe(false);
      expect(bytesOf(operations)).toBe(bytesOf(compile(text, { names }).operations));
    }
  });
});
