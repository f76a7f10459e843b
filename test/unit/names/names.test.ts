import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseNames, readNameFiles } from '../../../src/names/files.js';
import { issue } from '../../../src/names/issue.js';
import { NameTable, UnknownName } from '../../../src/names/name_table.js';
import { realmsNumber } from '../../../src/names/tables.js';
import { routeBody } from '../../../src/route/message.js';
import { fakeHandle } from '../../support/fake_namespace.js';

test('a line is a number and a name, and nothing else is', () => {
  const text = '# reserved\n255\tlocal\n 0x20  CS1 # old\n\nnine nine\n7\n-1 minus\n100 blue';
  expect(parseNames(text)).toEqual([
    ['local', 255],
    ['CS1', 32],
    ['blue', 100],
  ]);
});

test('later folders go before earlier ones, and of a folder beside a file only *.conf counts', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'netloom-names-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, text] of Object.entries({
    'usr/rt_tables': '100 blue\n101 red',
    'etc/rt_tables': '200 blue',
    'etc/rt_tables.d/more.conf': '300 green',
    'etc/rt_tables.d/README': '400 nothing',
  })) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const names = await readNameFiles('rt_tables', [
    join(folder, 'none'),
    join(folder, 'usr'),
    join(folder, 'etc'),
  ]);
  expect(Object.fromEntries(names)).toEqual({ blue: 200, red: 101, green: 300 });
});

/** A table whose file is a list that a test can change. */
class Fixed extends NameTable {
  reads = 0;
  later: Record<string, number> = {};
  override number(field: string, name: string | number): number {
    if (typeof name === 'string' && this.reads > 0 && name in this.later) return this.later[name] ?? 0;
    return super.number(field, name);
  }
  override async read(): Promise<void> {
    this.reads++;
  }
}

function asking(table: NameTable, name: string) {
  return () => ({ type: 26, body: routeBody, attributes: { metric: table.number('table', name) } });
}

test('a name of the headers needs no file, and is asked for at once', async () => {
  const { handle, socket } = fakeHandle();
  const table = new Fixed({ main: 254 }, 'rt_tables');
  await Promise.all([issue(handle.route, asking(table, 'main')), issue(handle.route, asking(table, 'main'))]);
  expect(table.reads).toBe(0);
  expect(socket.sent).toHaveLength(1);
});

test('a request whose name has to be read keeps its place among the others', async () => {
  const { handle, socket } = fakeHandle();
  const table = new Fixed({ main: 254 }, 'rt_tables');
  table.later = { blue: 100 };
  await Promise.all(['main', 'blue', 'main'].map((name) => issue(handle.route, asking(table, name))));
  const bytes = socket.sent.flatMap((sent) => [...sent.bytes]);
  const metrics = [0, 1, 2].map((index) => bytes[index * 36 + 32]);
  expect(metrics).toEqual([254, 100, 254]);
  await handle.close();
});

test('a name that no file has is refused, and what comes after goes on', async () => {
  const { handle, socket } = fakeHandle();
  const table = new Fixed({ main: 254 }, 'rt_tables');
  const refused = issue(handle.route, asking(table, 'blue'));
  const after = issue(handle.route, asking(table, 'main'));
  await expect(refused).rejects.toThrow(UnknownName);
  await after;
  expect(table.reads).toBe(1);
  expect(socket.sent).toHaveLength(1);
});

test('realms are two numbers in one', () => {
  expect(realmsNumber('realms', { to: 6 })).toBe(6);
  expect(realmsNumber('realms', { from: 5, to: 'cosmos' })).toBe(5 * 65_536);
});
