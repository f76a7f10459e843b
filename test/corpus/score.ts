import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleRecord, RulesetRecord } from './record.js';
import { RULESET_STAGES } from './rulesets.js';
import { type Fault, NOT_APPLICABLE, STAGES } from './stages.js';

/** How many records of a stage are as nft has them. */
export interface Score {
  readonly stage: string;
  readonly title: string;
  readonly passed: number;
  readonly total: number;
  readonly faults: readonly { readonly id: string; readonly fault: Fault }[];
}

interface Checked<R> {
  readonly id: string;
  readonly record: R;
}

type Stages<R> = Readonly<
  Record<string, { readonly title: string; check(record: R): Fault | undefined | typeof NOT_APPLICABLE }>
>;

/** Scores the compiler with a folder of records. */
export function score(folder: string): Score[] {
  return [...scoreAll(STAGES, readRules(folder)), ...scoreAll(RULESET_STAGES, readRulesets(folder))];
}

function scoreAll<R>(stages: Stages<R>, records: readonly Checked<R>[]): Score[] {
  return Object.entries(stages).map(([stage, { title, check }]) => {
    const faults: { id: string; fault: Fault }[] = [];
    let total = 0;
    for (const { id, record } of records) {
      const fault = checkSafely(() => check(record));
      if (fault === NOT_APPLICABLE) continue;
      total++;
      if (fault !== undefined) faults.push({ id, fault });
    }
    return { stage, title, passed: total - faults.length, total, faults };
  });
}

/** Anything but a proper refusal is a fault of the compiler, and not the end of the scoring. */
function checkSafely<T>(check: () => T): T | Fault {
  try {
    return check();
  } catch (error) {
    return `crashed: ${error instanceof Error ? error.stack : error}`;
  }
}

function readLines<T>(path: string): T[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

function readRules(folder: string): Checked<RuleRecord>[] {
  return readdirSync(join(folder, 'rules'))
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readLines<RuleRecord>(join(folder, 'rules', name)))
    .map((record) => ({ id: record.id, record }));
}

function readRulesets(folder: string): Checked<RulesetRecord>[] {
  const path = (file: string) => join(folder, 'rulesets', file);
  return readLines<{ name: string; jsonReloads: boolean }>(path('index.jsonl')).map(
    ({ name, jsonReloads }) => ({
      id: name,
      record: {
        name,
        jsonReloads,
        text: readFileSync(path(`${name}.nft`), 'utf8'),
        json: readFileSync(path(`${name}.json`), 'utf8'),
      },
    }),
  );
}
