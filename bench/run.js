// npm run bench                              every workload, as tables
// npm run bench -- lab thousand              these workloads
// npm run bench -- lab thousand --json       one JSON object a line and workload
// npm run bench -- --rounds 1                quicker, and less to be trusted
import { parseArgs } from 'node:util';
import { enterContenders } from './contenders.js';
import { measure } from './measure.js';
import { printTable, toJson } from './report.js';
import { runInSandbox } from './sandbox.js';
import { workloads } from './workloads/index.js';

const { values: options, positionals: chosen } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, rounds: { type: 'string' } },
});

const names = chosen.length > 0 ? chosen : Object.keys(workloads);
const unknown = names.filter((name) => !(name in workloads));
if (unknown.length > 0 || (options.rounds !== undefined && !/^[1-9]\d*$/.test(options.rounds))) {
  console.error(`usage: npm run bench -- [${Object.keys(workloads).join(' | ')}]... [--json] [--rounds N]`);
  process.exit(2);
}

await runInSandbox(async () => {
  for (const name of names) {
    const workload = workloads[name];
    const contenders = await enterContenders(name, workload);
    const rounds = Number(options.rounds ?? workload.rounds);
    const results = await measure(contenders, rounds, (step) => showProgress(`${name}, ${step}`));
    showProgress('');
    if (options.json) console.log(JSON.stringify(toJson(name, results)));
    else printTable(name, workload, results);
    const everyone = [results.floor, ...results.netloom, ...results.peers];
    if (everyone.some(({ missing }) => missing?.startsWith('failed'))) process.exitCode = 1;
  }
});

/** One line that the next takes the place of, for whoever watches a terminal. */
function showProgress(step) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${step}`);
}
