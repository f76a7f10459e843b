import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CompileInput, compile } from '../../../src/nft/compile.js';
import { raiseRuleset } from '../../../src/nft/delinearize/ruleset.js';
import { stringifyJson, toJson } from '../../../src/nft/print/json.js';
import { type PrintOptions, print } from '../../../src/nft/print/ruleset.js';
import { Memory } from '../../support/nft_memory.js';
import { TEST_NAMES as names } from '../../support/nft_names.js';

const folder = join(import.meta.dirname, 'rulesets');
const read = (file: string) => readFileSync(join(folder, file), 'utf8');

function reload(input: CompileInput) {
  const memory = new Memory();
  memory.apply(compile(input, { names }).operations);
  return raiseRuleset(memory.list(), { names });
}

function listed(input: CompileInput, options: PrintOptions = {}): string {
  return print(reload(input), { names, ...options });
}

/** Rulesets that `nft list ruleset` prints just so, with what `nft -j list ruleset` prints for them. */
describe.each(['firewall', 'objects', 'priorities'])('%s', (name) => {
  const text = read(`${name}.nft`);

  test('text is listed byte for byte', () => expect(listed(text)).toBe(text));

  test('JSON is listed byte for byte', () => {
    expect(`${stringifyJson(toJson(reload(text)))}\n`).toBe(read(`${name}.jsonl`));
  });
});

test('JSON can be loaded as nft lists it', () => {
  const json = JSON.parse(read('firewall.jsonl')) as { nftables: [] };
  // JSON as nft 1.0.6 lists it has no comments of tables and chains.
  const comments = /^\t+comment .*\n/gm;
  expect(listed(json)).toBe(read('firewall.nft').replaceAll(comments, ''));
});

test('what is listed as objects can be loaded with all its comments and devices', () => {
  const text = read('firewall.nft') + read('priorities.nft');
  expect(listed(reload(text))).toBe(text);
});

test('flags of tables, and comments before them', () => {
  const text = `table ip sleeping {
\tflags dormant

\tchain c {
\t\ttype filter hook input priority filter; policy accept;
\t}
}
table ip both {
\tflags dormant
\tcomment "asleep, too"
}
table ip6 empty {
}
`;
  expect(listed(text)).toBe(text);
  // nft 1.0.6 writes a stray name in place of a single flag, so this is what it means instead.
  expect(toJson(reload(text)).nftables[1]).toEqual({
    table: { family: 'ip', name: 'sleeping', handle: 1, flags: 'dormant' },
  });
});

describe('options of listings', () => {
  const text = `table ip t {
\tchain c {
\t\ttype nat hook prerouting priority dstnat; policy accept;
\t\ttcp dport 80 counter packets 3 bytes 180 accept
\t\tip protocol tcp ip dscp cs1
\t}
}
`;

  test('handles (-a)', () => {
    expect(listed(text, { handles: true })).toBe(`table ip t { # handle 1
\tchain c { # handle 1
\t\ttype nat hook prerouting priority dstnat; policy accept;
\t\ttcp dport 80 counter packets 3 bytes 180 accept # handle 2
\t\tip protocol tcp ip dscp cs1 # handle 3
\t}
}
`);
  });

  test('stateless (-s)', () => {
    expect(listed(text, { stateless: true })).toContain('tcp dport 80 counter accept\n');
    expect(stringifyJson(toJson(reload(text), { stateless: true }))).toContain('{"counter": null}');
  });

  test('numbers and names', () => {
    expect(listed(text, { numericPriorities: true })).toContain('priority -100;');
    expect(listed(text, { numericProtocols: true })).toContain('ip protocol 6 ip dscp cs1\n');
    expect(listed(text, { numericSymbols: true })).toContain('ip dscp 0x08\n');
    expect(listed(text, { serviceNames: true })).toContain('tcp dport "http" counter');
  });
});
