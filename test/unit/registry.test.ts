/**
 * Everything that can be asked of a namespace is asked of a real kernel by some test. What that is follows from the
 * public classes and from the registries of kinds: a new verb or kind fails here, or does not compile, until a test asks
 * for it.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EVENT_KINDS } from '../../src/events/kinds/index.js';
import { HANDLE } from '../../src/handle/handle.js';
import { LINK_KINDS } from '../../src/link/kinds/index.js';
import type { LinkKind } from '../../src/link/kinds/kind.js';
import { PORT_KINDS } from '../../src/link/ports/index.js';
import { Namespace } from '../../src/namespace/namespace.js';
import { encapKinds } from '../../src/route/encap/index.js';
import { ACTION_KINDS } from '../../src/tc/action/index.js';
import { CLASS_KINDS } from '../../src/tc/class/index.js';
import { FILTER_KINDS } from '../../src/tc/filter/index.js';
import type { TcKind } from '../../src/tc/kind.js';
import { QDISC_KINDS } from '../../src/tc/qdisc/index.js';
import { FakeSocket, fakeNamespace } from '../support/fake_namespace.js';
import { LINK_CASES } from '../support/link_kinds.js';
import { PORT_CASES } from '../support/port_cases.js';
import { ACTION_CASES, CLASS_CASES, FILTER_CASES, QDISC_CASES } from '../support/tc_cases.js';

const ROOT = join(import.meta.dirname, '../..');

/** What a test does, without what it says. */
const codeOf = (path: string) =>
  readFileSync(join(ROOT, path), 'utf8').replace(/\/\*.*?\*\/|\/\/[^\n]*/gs, '');

const tests = ['test/kernel', 'test/oracle', 'test/support']
  .flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`))
  .filter((path) => path.endsWith('.ts'))
  .map((path) => [path, codeOf(path)] as const);

/** Verbs of a class, or those that it has without an object. */
function verbsOf(prototype: object): string[] {
  const properties = Object.entries(Object.getOwnPropertyDescriptors(prototype));
  return properties
    .filter(([name, { value }]) => name !== 'constructor' && typeof value === 'function')
    .map(([name]) => name);
}

/** Every verb of an object and of those in it, as it is called: `links.altNames.add`. */
function callsOf(object: object, path: string): string[] {
  const inner = Object.entries(object).filter(
    ([, value]) => value?.constructor !== Object && value instanceof Object && !Array.isArray(value),
  );
  return [
    ...verbsOf(Object.getPrototypeOf(object)).map((verb) => `${path}${verb}`),
    ...inner.flatMap(([name, value]) => callsOf(value, `${path}${name}.`)),
  ];
}

/** Whether the code has such a call, on a collection that may stand alone: `altNames.add(`. */
function asks(code: string, call: string): boolean {
  const words = call.split('.').slice(-2).join(String.raw`\s*\.\s*`);
  return new RegExp(String.raw`[\w)]?\.${words}\(|\b${words}\(`).test(code);
}

const ns: Namespace = Reflect.construct(Namespace, [
  fakeNamespace(new FakeSocket()),
  'the fake',
  undefined,
  false,
]);

describe('a test asks for', () => {
  const statics = verbsOf(Namespace).map((verb) => `Namespace.${verb}`);
  const own = callsOf(ns, '').filter((call) => !call.startsWith(String(HANDLE)));

  test('what there is', () => {
    expect(own).toEqual(expect.arrayContaining(['close', 'links.add', 'links.altNames.add', 'nft.run']));
    expect(statics).toContain('Namespace.create');
  });

  test.each([...statics, ...own])('%s', (call) => {
    expect(tests.some(([, code]) => asks(code, call))).toBe(true);
  });
});

test('the check sees what is not asked for', () => {
  expect(asks('await ns.links.add({})', 'links.add')).toBe(true);
  expect(asks('await ns.links\n  .add({})', 'links.add')).toBe(true);
  expect(asks('await altNames.add({})', 'links.altNames.add')).toBe(true);
  expect(asks('await hyperlinks.add({})', 'links.add')).toBe(false);
  expect(asks('await ns.links.addAll({})', 'links.add')).toBe(false);
  expect(asks('await ns.close()', 'close')).toBe(true);
});

interface Kinds {
  readonly kinds: object;
  readonly cases: object;
  /** Suites that go through all cases, and the verbs that they ask of each. */
  readonly suites: readonly string[];
  readonly verbs: readonly string[];
  /** Whether a kind can be changed once it is there; then a case changes it. */
  readonly changes?: (kind: never, name: string) => boolean;
}

/** The kernel cannot change these: `Change operation not supported by specified qdisc`. */
const FIXED_QDISCS = ['htb', 'sfq'];

const TABLES: Readonly<Record<string, Kinds>> = {
  'a link': {
    kinds: LINK_KINDS,
    cases: LINK_CASES,
    suites: ['test/kernel/link_kinds.test.ts', 'test/oracle/link_kinds.test.ts'],
    verbs: ['links.get', 'links.list', 'links.set', 'links.delete'],
    changes: ({ table }: LinkKind) => Object.keys(table.checks.set).length > 0,
  },
  'a port': {
    kinds: PORT_KINDS,
    cases: PORT_CASES,
    suites: ['test/oracle/port.test.ts'],
    verbs: ['links.set', 'links.get'],
  },
  'a qdisc': {
    kinds: QDISC_KINDS,
    cases: QDISC_CASES,
    suites: ['test/kernel/tc.test.ts', 'test/oracle/tc.test.ts'],
    verbs: verbsOf(Object.getPrototypeOf(ns.qdiscs)).map((verb) => `qdiscs.${verb}`),
    changes: ({ checks }: TcKind<never>, name) =>
      Object.keys(checks).length > 0 && !FIXED_QDISCS.includes(name),
  },
  'a class': {
    kinds: CLASS_KINDS,
    cases: CLASS_CASES,
    suites: ['test/kernel/tc.test.ts', 'test/oracle/tc.test.ts'],
    verbs: verbsOf(Object.getPrototypeOf(ns.classes)).map((verb) => `classes.${verb}`),
    changes: () => true,
  },
  'a filter': {
    kinds: FILTER_KINDS,
    cases: FILTER_CASES,
    suites: ['test/kernel/tc.test.ts', 'test/oracle/tc.test.ts'],
    verbs: verbsOf(Object.getPrototypeOf(ns.filters)).map((verb) => `filters.${verb}`),
  },
  'an action': {
    kinds: ACTION_KINDS,
    cases: ACTION_CASES,
    suites: ['test/kernel/tc.test.ts', 'test/oracle/tc.test.ts'],
    verbs: ['filters.add', 'filters.replace'],
  },
};

describe.each(Object.entries(TABLES))(
  'each kind of %s',
  (_name, { kinds, cases, suites, verbs, changes }) => {
    const casesOf = (name: string) => [(cases as Record<string, object>)[name] ?? []].flat();

    test.each(Object.entries(kinds))('%s has cases', (name, kind) => {
      const own = casesOf(name);
      expect(own.length).toBeGreaterThan(0);
      if (changes?.(kind as never, name)) expect(own.some((each) => 'change' in each)).toBe(true);
    });

    test('goes through every verb', () => {
      const [first, ...rest] = suites.map(codeOf);
      for (const code of [first, ...rest]) expect(code).toMatch(/describe\.each\(|flatMap\(/);
      expect(verbs.filter((verb) => !asks(first ?? '', verb))).toEqual([]);
    });
  },
);

/** Kinds that are not in tables: each is named by a test. */
test.each([
  ['event', Object.keys(EVENT_KINDS), /^test\/(kernel\/events|oracle\/mroute)/],
  ['encapsulation', encapKinds, /^test\/oracle\/route_features/],
  ['encapsulation', encapKinds, /^test\/kernel\/route_features/],
])('each kind of %s is named', (_what, kinds, suites) => {
  const code = tests.filter(([path]) => suites.test(path)).map(([, text]) => text);
  expect(kinds.filter((kind) => !code.some((text) => text.includes(`'${kind}'`)))).toEqual([]);
});
