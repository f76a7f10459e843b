import { isDeepStrictEqual } from 'node:util';
import { bytecodeOf } from '../support/nft_bytecode.js';
import { recordedSets, type ShownSet } from '../support/nft_set_lines.js';
import type { RuleRecord } from './record.js';
import { type Attempt, attemptJson, attemptText } from './subject.js';

/** What went wrong in a stage, in few lines. */
export type Fault = string;

/** One thing that is scored: which records it is about, and what is wrong with one. */
export interface Stage {
  readonly title: string;
  check(record: RuleRecord): Fault | undefined | typeof NOT_APPLICABLE;
}

export const NOT_APPLICABLE = Symbol('not applicable');

export const STAGES = {
  accept: {
    title: 'text is accepted',
    check: (record) => (isValid(record) ? refusalOf(attemptText(record)) : NOT_APPLICABLE),
  },
  refuse: {
    title: 'wrong text is refused',
    check(record) {
      if (record.errorStage !== 'parse' && record.errorStage !== 'evaluate') return NOT_APPLICABLE;
      return 'refusal' in attemptText(record) ? undefined : `accepted, and nft says: ${record.error}`;
    },
  },
  bytecode: {
    title: 'text to bytecode',
    check: (record) =>
      record.bytecode === undefined ? NOT_APPLICABLE : differentCode(attemptText(record), record.bytecode),
  },
  jsonBytecode: {
    title: 'JSON to bytecode',
    check(record) {
      const { bytecode, json, checks } = record;
      if (bytecode === undefined || json === undefined || checks?.json !== true) return NOT_APPLICABLE;
      return differentCode(attemptJson(record, json), bytecode);
    },
  },
  sets: {
    title: 'text to sets',
    check: (record) =>
      record.anonSets === undefined ? NOT_APPLICABLE : differentSets(attemptText(record), record.anonSets),
  },
  jsonSets: {
    title: 'JSON to sets',
    check(record) {
      const { anonSets, json, checks } = record;
      if (anonSets === undefined || json === undefined || checks?.json !== true) return NOT_APPLICABLE;
      return differentSets(attemptJson(record, json), anonSets);
    },
  },
  text: {
    title: 'bytecode to text',
    check(record) {
      if (record.listedText === undefined) return NOT_APPLICABLE;
      const attempt = attemptText(record);
      if ('refusal' in attempt) return refusalOf(attempt);
      return attempt.text === record.listedText ? undefined : difference(attempt.text, record.listedText);
    },
  },
  json: {
    title: 'bytecode to JSON',
    check(record) {
      if (record.listedJson === undefined) return NOT_APPLICABLE;
      const attempt = attemptText(record);
      if ('refusal' in attempt) return refusalOf(attempt);
      const got = JSON.parse(JSON.stringify(attempt.statements)) as unknown;
      if (isDeepStrictEqual(got, record.listedJson)) return undefined;
      return difference(JSON.stringify(got), JSON.stringify(record.listedJson));
    },
  },
  textAgain: {
    title: 'listed text to bytecode',
    check(record) {
      const { bytecode, listedText, checks } = record;
      if (bytecode === undefined || listedText === undefined || checks?.replayText !== true)
        return NOT_APPLICABLE;
      return differentCode(attemptText(record, listedText), bytecode);
    },
  },
  jsonAgain: {
    title: 'listed JSON to bytecode',
    check(record) {
      const { bytecode, listedJson, checks } = record;
      if (bytecode === undefined || listedJson === undefined || checks?.replayJson !== true)
        return NOT_APPLICABLE;
      return differentCode(attemptJson(record, listedJson), bytecode);
    },
  },
} as const satisfies Readonly<Record<string, Stage>>;

export type StageName = keyof typeof STAGES;

/** Valid where it was recorded or, being too new or old for that kernel, elsewhere. */
function isValid({ acceptedHere, unsupportedHere, bytecode }: RuleRecord): boolean {
  return acceptedHere || (unsupportedHere !== undefined && bytecode !== undefined);
}

function refusalOf(attempt: Attempt): Fault | undefined {
  return 'refusal' in attempt ? `refused: ${attempt.refusal.message.split('\n')[0]}` : undefined;
}

function differentCode(attempt: Attempt, bytecode: readonly string[]): Fault | undefined {
  if ('refusal' in attempt) return refusalOf(attempt);
  const got = bytecodeOf(attempt.expressions);
  return isDeepStrictEqual(got, bytecode) ? undefined : difference(got.join('\n'), bytecode.join('\n'));
}

function differentSets(attempt: Attempt, lines: readonly string[]): Fault | undefined {
  if ('refusal' in attempt) return refusalOf(attempt);
  const [got, expected] = [attempt.sets, recordedSets(lines)];
  if (isDeepStrictEqual(got, expected)) return undefined;
  return difference(textOf(got), textOf(expected));
}

function textOf(sets: readonly ShownSet[]): string {
  return sets.map(({ head, elements }) => [head, ...elements].join('\n  ')).join('\n');
}

function difference(got: string, expected: string): Fault {
  return `${got}\n  instead of\n${expected}`;
}
