import { describe, expect, test } from 'vitest';
import { SystemError } from '../../src/error/system_error.js';
import type { Namespace } from '../../src/namespace/namespace.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { LOWER } from '../support/link_kinds.js';
import { type Skip, withLower } from '../support/link_making.js';
import { needs } from '../support/needs.js';
import { ACTION_CASES, CLASS_CASES, FILTER_CASES, QDISC_CASES, type TcCase } from '../support/tc_cases.js';
import { runIn } from './tools.js';

needs('root', 'tc', 'nsenter');
leavesNothingBehind();

/** What we make and what tc makes must be one and the same, whoever looks. */
interface Pair {
  readonly name: string;
  readonly ours: (namespace: Namespace) => Promise<void>;
  /** What comes before and what tc is asked to do, a command each. */
  readonly theirs: readonly string[];
  /** What tc is asked to show. */
  readonly show: string;
  readonly read: (namespace: Namespace) => Promise<readonly object[]>;
}

const link = LOWER;

const pairs: readonly Pair[] = [
  ...each(QDISC_CASES).flatMap(([kind, { options, tc, change }]) => {
    const add = `qdisc ${kind === 'noqueue' ? 'replace' : 'add'} dev ${link} ${tc}`;
    const verb = kind === 'noqueue' ? 'replace' : 'add';
    const common = {
      show: `qdisc show dev ${link}`,
      read: (ns: Namespace) => ns.qdiscs.list({ link }),
    };
    const made = (ns: Namespace) => ns.qdiscs[verb]({ ...options, link } as never);
    return [
      { name: `qdisc ${tc}`, ours: made, theirs: [add], ...common },
      ...(change === undefined
        ? []
        : [
            {
              name: `qdisc ${tc}, then ${change.tc}`,
              ours: async (ns: Namespace) => {
                await made(ns);
                await ns.qdiscs.set({ ...change.options, link } as never);
              },
              theirs: [add, `qdisc change dev ${link} ${change.tc}`],
              ...common,
            },
          ]),
    ];
  }),
  ...each(CLASS_CASES).map(([kind, { options, tc }]) => ({
    name: `class ${tc}`,
    ours: async (ns: Namespace) => {
      await ns.qdiscs.add({ kind, link, handle: '1:' } as never);
      await ns.classes.add({ ...options, link } as never);
    },
    theirs: [`qdisc add dev ${link} root handle 1: ${kind}`, `class add dev ${link} ${tc}`],
    show: `class show dev ${link}`,
    read: (ns: Namespace) => ns.classes.list({ link }),
  })),
  ...each(FILTER_CASES).map(([, { options, tc }]) => ofFilter(tc, options)),
  ...each(ACTION_CASES).map(([, { options, tc }]) =>
    ofFilter(`ingress prio 1 handle 1 protocol all matchall action ${tc}`, {
      kind: 'matchall',
      parent: 'ingress',
      priority: 1,
      handle: 1,
      actions: [options],
    }),
  ),
];

/** All cases of a table, each with its kind. */
function each(cases: object): (readonly [kind: string, each: TcCase<object>])[] {
  return Object.entries(cases as Record<string, readonly TcCase<object>[]>).flatMap(([kind, list]) =>
    list.map((one) => [kind, one] as const),
  );
}

function ofFilter(tc: string, options: object): Pair {
  return {
    name: `filter ${tc}`,
    ours: async (ns) => {
      await ns.qdiscs.add({ kind: 'clsact', link });
      await ns.filters.add({ ...options, link } as never);
    },
    theirs: [`qdisc add dev ${link} clsact`, `filter add dev ${link} ${tc}`],
    show: `filter show dev ${link} ingress`,
    read: (ns) => ns.filters.list({ link, parent: 'ingress' }),
  };
}

async function orSkip(work: Promise<void>, skip: Skip): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof SystemError && /needs CONFIG_/.test(error.message))) throw error;
    skip(true, error.message);
  }
}

/** The kernel gives it a number of its own. */
function kindOf(part: unknown): unknown {
  return typeof part === 'object' && part !== null && 'kind' in part ? part.kind : undefined;
}

/** Without what depends on the moment, and numbers that the kernel counts through all namespaces. */
const settled = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, part) => {
      if (['stats', 'xstats', 'installed', 'lastUsed', 'references'].includes(key)) return undefined;
      if (['index', 'installed', 'last_used', 'ref', 'bind', 'refcnt', 'random'].includes(key))
        return undefined;
      // Of netem and sfq: the seed of what is random.
      if (key === 'seed') return undefined;
      // A link that has just been made sends by itself.
      if (['hits', 'asked', 'rule_hit', 'success', 'directPackets', 'direct_packets_stat'].includes(key))
        return undefined;
      if (kindOf(part) === 'noqueue') return { ...part, handle: undefined };
      return typeof part === 'bigint' ? String(part) : part;
    }),
  );

/** Some kinds are shown as text by tc, whatever is asked for. */
function show(namespace: Namespace, what: string): unknown {
  const text = runIn(namespace, ['tc', '-json', '-details', ...what.split(' ')]);
  try {
    return settled(JSON.parse(text));
  } catch {
    return text.replaceAll(/installed \d+ sec|used \d+ sec|(index|ref|bind) \d+/g, '');
  }
}

describe.each(pairs)('$name', ({ ours, theirs, show: what, read }) => {
  test('is the same by us and by tc', async ({ skip }) => {
    const [mine, tcs] = [await withLower(), await withLower()];
    await orSkip(ours(mine), skip);
    for (const command of theirs) runIn(tcs, ['tc', ...command.split(' ')]);
    expect(show(mine, what)).toEqual(show(tcs, what));
    expect(settled(await read(mine))).toEqual(settled(await read(tcs)));
  });
});
