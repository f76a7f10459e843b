// The tutorial's commands spawned one after the other, as a Node program without a library would.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { measureLoop } from '../loop.js';

const spawn = promisify(execFile);
const commands = readFileSync(new URL('lab-tutorial.sh', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('ip '))
  .map((line) => line.replace('\\;', ';').split(' '));

async function run() {
  for (const [file, ...words] of commands) await spawn(file, words);
}

console.log(JSON.stringify(await measureLoop({ run }, ...process.argv.slice(2).map(Number))));
