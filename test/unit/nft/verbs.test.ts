import { describe, expect, test } from 'vitest';
import { VERBS } from '../../../src/nft/compile/command.js';
import { compile, type JsonCommand } from '../../../src/nft/compile.js';
import { NftError } from '../../../src/nft/error.js';
import { PARSED_VERBS } from '../../../src/nft/parse/command.js';
import { COMMAND_OBJECTS, reasonAgainst } from '../../../src/nft/verbs.js';

/** Every verb of nft's manual page that changes, lists or looks up something. */
const verbs = [
  ...['add', 'create', 'insert', 'replace', 'delete', 'destroy'],
  ...['flush', 'list', 'reset', 'get', 'rename'],
];

/** Older names that text alone has. */
const alias: Readonly<Record<string, string>> = { 'flow table': 'meter', 'flow tables': 'meters' };

const pairs = verbs.flatMap((verb) => COMMAND_OBJECTS.map((object) => [verb, object] as const));

function refusalOf(input: string | readonly JsonCommand[]): NftError | undefined {
  try {
    compile(input);
    return undefined;
  } catch (error) {
    if (error instanceof NftError) return error;
    throw error;
  }
}

test('text and JSON have the same verbs', () => {
  expect(Object.keys(PARSED_VERBS).sort()).toEqual([...verbs].sort());
  expect(Object.keys(VERBS).sort()).toEqual([...verbs].sort());
});

describe('a pair of a verb and an object is done, or refused with a reason', () => {
  test.each(pairs)('%s %s', (verb, object) => {
    const parsed = Object.hasOwn(PARSED_VERBS[verb] ?? {}, object);
    const compiled = Object.hasOwn(VERBS[verb] ?? {}, alias[object] ?? object);
    expect([verb, object, parsed]).toEqual([verb, object, compiled]);
    const inText = refusalOf(`${verb} ${object} ip t x y`);
    if (parsed) {
      expect(inText?.message ?? '').not.toContain('is no command');
      return;
    }
    const reason = reasonAgainst(verb, object);
    expect(reason).toMatch(new RegExp(`^"${verb} ${object}" is no command: .{10}`));
    // As a name, the word can begin a rule.
    expect(inText?.message).toContain(reason);
    expect(inText?.column).toBe(verb.length + 2);
    const json = [{ [verb]: { [object]: {} } }] as unknown as readonly JsonCommand[];
    expect(refusalOf(json)?.message).toBe(`[0].${verb}: ${reason}`);
  });
});

test.each([
  ['monitor', 'changes are watched by the program'],
  ['export json', 'take what list() gives'],
  ['import json', 'pass the text or the JSON itself'],
  ['describe ip saddr', 'it describes the language'],
])('%s is not for run()', (text, reason) => {
  expect(refusalOf(text)?.message).toContain(reason);
});

test.each([
  ['addd table t', 'add'],
  ['add tabel ip t', 'table'],
  ['list cuonters', 'counters'],
  ['delete flowtabel t f', 'flowtable'],
  ['table ip t { chian c { } }', 'chain'],
  ['table ip t { set s { tyep ipv4_addr; } }', 'type'],
  ['table ip t { set s { type ipv4_adr; }; }', 'ipv4_addr'],
  ['add rule ip t c tpc dport 22', 'tcp'],
  ['add rule ip t c tcp dprot 22', 'dport'],
  ['add rule ip t c tcp dport 22 acept', 'accept'],
  ['add rule ip t c meta makr 1', 'mark'],
  ['add rule ip t c ct stat new', 'state'],
  ['add rule ip t c ct state establised', 'established'],
  ['add rule ip t c tcp flags sny', 'syn'],
  ['add rule ip t c tcp option maxsge exists', 'maxseg'],
  ['add set ip t blocked { type ipv4_addr; }; add rule ip t c ip saddr @bloked drop', 'blocked'],
])('%s: a word that is close is suggested', (text, word) => {
  expect(refusalOf(text)?.message).toContain(`; did you mean "${word}"?`);
});

test.each([
  [{ payload: { protocol: 'tpc', field: 'dport' } }, 'tcp'],
  [{ payload: { protocol: 'tcp', field: 'dprot' } }, 'dport'],
  [{ meta: { key: 'makr' } }, 'mark'],
  [{ ct: { key: 'stat' } }, 'state'],
])('in JSON, too: %j', (left, word) => {
  const match = { op: '==', left, right: 1 };
  const rule = { family: 'ip', table: 't', chain: 'c', expr: [{ match }] };
  const error = refusalOf([{ add: { rule } }] as unknown as readonly JsonCommand[]);
  expect(error?.message).toContain(`; did you mean "${word}"?`);
  expect(error?.path).toContain('[0].add.rule.expr[0].match.left.');
});
