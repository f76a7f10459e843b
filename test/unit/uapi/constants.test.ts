import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addon } from '../../../src/native/load.js';

/** The numbers of the headers, as the C++ compiler saw them; undefined where those headers are older. */
const compiled = addon.constants();

const folder = join(import.meta.dirname, '../../../src/uapi');
const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
const written: Record<string, Record<string, unknown>> = {};
for (const file of files) written[file] = { ...(await import(join(folder, file))) };

const isNewer = (name: string) => name in compiled && compiled[name] === undefined;

describe.each(files)('src/uapi/%s', (file) => {
  const constants = Object.entries(written[file] ?? {}).filter(([name]) => !isNewer(name));

  test('has the numbers of the headers', () => {
    expect(constants.length).toBeGreaterThan(0);
    const expected = constants.map(([name]) => [name, compiled[name]]);
    expect(Object.fromEntries(constants)).toEqual(Object.fromEntries(expected));
  });
});

test('every number of native/core/constants.cc is in src/uapi', () => {
  const names = new Set(Object.values(written).flatMap((constants) => Object.keys(constants)));
  expect(Object.keys(compiled).filter((name) => !names.has(name))).toEqual([]);
});

test('no name has two numbers', () => {
  const all = Object.values(written).flatMap((constants) => Object.entries(constants));
  const differing = all.filter(([name, value]) =>
    all.some((other) => other[0] === name && other[1] !== value),
  );
  expect(differing).toEqual([]);
});
