import { isDeepStrictEqual } from 'node:util';
import { compile, type JsonCommand } from '../../src/nft/compile.js';
import { raiseRuleset } from '../../src/nft/delinearize/ruleset.js';
import { NftError } from '../../src/nft/error.js';
import { toJson } from '../../src/nft/print/json.js';
import { print } from '../../src/nft/print/ruleset.js';
import { Memory } from '../support/nft_memory.js';
import type { RulesetRecord } from './record.js';
import { type Fault, NOT_APPLICABLE } from './stages.js';
import { NAMES } from './subject.js';

/** What is wrong with a whole ruleset on its way through the compiler and back. */
export const RULESET_STAGES = {
  rulesetText: {
    title: 'ruleset to text',
    check: ({ text }: RulesetRecord) => tryTo(() => firstDifference(print(reload(text)), text)),
  },
  rulesetJson: {
    title: 'ruleset to JSON',
    check: ({ text, json }: RulesetRecord) =>
      tryTo(() => {
        const got = JSON.parse(JSON.stringify(toJson(reload(text)))) as unknown;
        const expected = JSON.parse(json) as unknown;
        if (isDeepStrictEqual(got, expected)) return undefined;
        return firstDifference(JSON.stringify(got, null, 1), JSON.stringify(expected, null, 1));
      }),
  },
  rulesetFromJson: {
    title: 'JSON to ruleset',
    check({ text, json, jsonReloads }: RulesetRecord) {
      if (!jsonReloads) return NOT_APPLICABLE;
      const input = JSON.parse(json) as { nftables: JsonCommand[] };
      return tryTo(() => firstDifference(print(reload(input)), text));
    },
  },
} as const;

function reload(input: string | { nftables: JsonCommand[] }) {
  const memory = new Memory();
  memory.apply(compile(input, { names: NAMES }).operations);
  return raiseRuleset(memory.list(), { names: NAMES });
}

function tryTo(check: () => Fault | undefined): Fault | undefined {
  try {
    return check();
  } catch (error) {
    if (error instanceof NftError) return `refused: ${error.message}`;
    throw error;
  }
}

function firstDifference(got: string, expected: string): Fault | undefined {
  if (got === expected) return undefined;
  const [lines, wanted] = [got.split('\n'), expected.split('\n')];
  const at = lines.findIndex((line, i) => line !== wanted[i]);
  return `line ${at + 1}: ${lines[at]}\n  instead of\n${wanted[at]}`;
}
