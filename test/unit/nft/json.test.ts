import { describe, expect, test } from 'vitest';
import { type CompileInput, compile } from '../../../src/nft/compile.js';
import { NftError } from '../../../src/nft/error.js';

function refusalOf(input: CompileInput): NftError {
  try {
    compile(input);
  } catch (error) {
    if (error instanceof NftError) return error;
    throw error;
  }
  throw new Error('accepted');
}

const table = { table: { family: 'ip', name: 't' } } as const;

test('JSON text is what the same objects are', () => {
  const commands = [
    { metainfo: { json_schema_version: 1 } },
    { add: table },
    { add: { chain: { family: 'ip', table: 't', name: 'c', type: 'filter', hook: 'input', prio: -10 } } },
    {
      add: {
        rule: {
          family: 'ip',
          table: 't',
          chain: 'c',
          comment: 'a "quoted" \u00e9 \\ line',
          expr: [{ counter: { packets: 12, bytes: 3 } }, { accept: null }],
        },
      },
    },
    { list: { ruleset: null } },
  ];
  const text = JSON.stringify({ nftables: commands }, null, 2);
  const { operations } = compile({ nftables: commands } as CompileInput);
  expect(compile(`\n ${text}\n`).operations).toEqual(operations);
  expect(compile({ text: JSON.stringify({ nftables: commands }), filename: 'x.json' }).operations).toEqual(
    operations,
  );
});

test('numbers are exact however large', () => {
  const counter =
    '{"counter": {"family": "ip", "table": "t", "name": "c", "packets": 18446744073709551615, "bytes": 9007199254740993}}';
  const [operation] = compile(`{"nftables": [{"add": ${counter}}]}`).operations;
  expect(operation).toMatchObject({
    object: { fields: { packets: 18446744073709551615n, bytes: 9007199254740993n } },
  });
});

const rule = (expr: string) =>
  `{"nftables": [\n  {"add": {"table": {"family": "ip", "name": "t"}}},\n  {"add": {"rule": {"family": "ip", "table": "t", "chain": "c",\n    "expr": [${expr}]}}}\n]}`;

test('an error of meaning has its path and its place', () => {
  const dport = '{"payload": {"protocol": "tcp", "field": "dport"}}';
  const error = refusalOf(rule(`{"match": {"op": "==", "left": ${dport}, "right": 70000}}`));
  expect(error).toMatchObject({
    code: 'ERR_NFT_SEMANTIC',
    path: 'nftables[1].add.rule.expr[0].match.right',
    command: 1,
    line: 4,
  });
  const [shown = '', marks = ''] = (error.frame ?? '').split('\n');
  expect(shown.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1)).toBe('70000');
});

test('of what is missing, the closest part around it is shown', () => {
  const error = refusalOf(rule('{"match": {"op": "=="}}'));
  expect(error.path).toBe('nftables[1].add.rule.expr[0].match');
  expect(error.frame?.match(/\^+/)?.[0]).toHaveLength('{"op": "=="}'.length);
});

describe('what is no JSON of nftables is refused', () => {
  test.each([
    ['{', 1, 2, '"nftables" is wanted'],
    ['{}', 1, 2, '"nftables" is wanted'],
    ['{"rules": []}', 1, 2, '"rules" is not known here, "nftables" is'],
    ['{"nftables": {}}', 1, 14, '"[" is wanted'],
    ['{"nftables": [}', 1, 15, 'a value is wanted'],
    ['{"nftables": [{"add": nul}]}', 1, 23, 'a value is wanted'],
    ['{"nftables": [{"list": {"ruleset": null}},]}', 1, 43, 'a value is wanted'],
    ['{"nftables": [{"list": {"ruleset": null}} {}]}', 1, 43, '"," is wanted'],
    [
      '{"nftables": [{"list": {"ruleset": null}}]} x',
      1,
      45,
      'nothing can stand behind the end of the object',
    ],
    ['{"nftables": []', 1, 16, '"}" is wanted'],
    ['{"nftables": [{"a": 1, "a": 2}]}', 1, 24, '"a" is there twice'],
    ['{"nftables": [{"a: 1}]}', 1, 16, 'this text is never closed'],
    ['{"nftables": [\n{"a": "\\x"}]}', 2, 7, 'this text has what JSON does not take'],
    ['{"nftables": [{"a": "tab\there"}]}', 1, 21, 'this text has what JSON does not take'],
    ['{"nftables": [{"a": 01}]}', 1, 22, '"," is wanted'],
    ['{"nftables": [{a: 1}]}', 1, 16, 'the name of a property, in quotes, is wanted'],
  ])('%j', (text, line, column, reason) => {
    const error = refusalOf(text);
    expect(error.code).toBe('ERR_NFT_SYNTAX');
    expect([error.line, error.column]).toEqual([line, column]);
    expect(error.message).toContain(`: ${reason}\n`);
  });

  test('what is nested too deeply', () => {
    expect(refusalOf(`{"nftables": ${'['.repeat(100_000)}`).message).toContain('nested more than 256 deep');
  });

  test('a property of the name that prototypes have is only unknown', () => {
    expect(refusalOf('{"nftables": [{"__proto__": {"table": {}}}]}').message).toContain(
      '"__proto__" is not known here',
    );
  });
});
