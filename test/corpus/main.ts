import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Score, score } from './score.js';

const USAGE = `usage: npm run test:corpus -- [--corpus FOLDER] [--json] [--faults STAGE]

Scores the nft compiler against rules recorded from the real nft: stage by stage, how many come out the same.
  --corpus FOLDER  rules/*.jsonl and rulesets/ (default: ../shared/nft-corpus beside the checkout)
  --json           the scores, with every fault, as JSON
  --faults STAGE   the faults of one stage
`;

/** Runs the scoring for a command line; returns the exit status. */
export function main(words: readonly string[]): number {
  const { values } = parseArgs({
    args: [...words],
    options: {
      corpus: { type: 'string', default: join(import.meta.dirname, '../../../shared/nft-corpus') },
      json: { type: 'boolean', default: false },
      faults: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return say(USAGE, 0);
  if (!existsSync(join(values.corpus, 'rules'))) {
    return say(`no corpus in ${values.corpus}: name its folder with --corpus\n`, 2);
  }
  // The recorded time zone: times of day are printed in local time.
  process.env.TZ = 'UTC-2';
  const scores = score(values.corpus);
  if (values.json) return say(`${JSON.stringify(scores)}\n`, 0);
  if (values.faults !== undefined) return say(faultsOf(scores, values.faults), 0);
  return say(scores.map(summaryOf).join(''), 0);
}

function say(text: string, status: number): number {
  process.stdout.write(text);
  return status;
}

function summaryOf({ stage, title, passed, total }: Score): string {
  const share = ((passed / Math.max(total, 1)) * 100).toFixed(1).padStart(5);
  return `${share} %  ${`${passed}/${total}`.padStart(9)}  ${stage.padEnd(16)}${title}\n`;
}

function faultsOf(scores: readonly Score[], stage: string): string {
  const faults = scores.find((each) => each.stage === stage)?.faults ?? [];
  return faults.map(({ id, fault }) => `${id}\n${fault.replaceAll(/^/gm, '  ')}\n`).join('');
}
