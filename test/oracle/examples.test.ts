import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Namespace } from '../../src/namespace/namespace.js';
import { needs } from '../support/needs.js';

needs('root', 'strace');

const ROOT = join(import.meta.dirname, '../..');
const NAMES = ['lan', 'router', 'wan'];

/** The names that an example uses, as far as they are there. */
async function namesLeft(): Promise<string[]> {
  return (await Namespace.list()).filter((name) => NAMES.includes(name));
}

describe.each(['dnat', 'snat'])('examples/%s.js', (name) => {
  const example = join(ROOT, 'examples', `${name}.js`);

  test('succeeds, starts no other program, and leaves nothing behind', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'netloom-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const trace = join(folder, 'trace');
    const strace = ['-f', '-qq', '-e', 'trace=execve,execveat', '-o', trace, process.execPath, example];
    const { stdout } = await promisify(execFile)('strace', strace);
    expect(stdout).toMatch(/NAT works/);
    expect(stdout).not.toMatch(/\bNO\b/);
    const started = readFileSync(trace, 'utf8').split('\n').filter(Boolean);
    expect(started).toHaveLength(1);
    expect(started[0]).toContain(`execve("${process.execPath}"`);
    expect(await namesLeft()).toEqual([]);
  });

  test('leaves nothing behind on Ctrl-C', async () => {
    const child = spawn(process.execPath, [example], { stdio: ['ignore', 'pipe', 'ignore'] });
    let said = '';
    for await (const part of child.stdout.setEncoding('utf8')) {
      said += part;
      if (!child.killed && said.includes('A server in')) child.kill('SIGINT');
    }
    if (child.exitCode === null) await once(child, 'exit');
    expect(child.exitCode).toBe(130);
    expect(said).not.toMatch(/NAT works/);
    expect(await namesLeft()).toEqual([]);
  });
});
