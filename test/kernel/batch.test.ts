import { describe, expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { vethPair, withLoopback } from '../support/topology.js';

needs('root');
leavesNothingBehind();

/** 10.x.y.0/24 for a number. */
const prefix = (n: number) => `10.${n >> 8}.${n & 255}.0/24`;
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

describe('a batch', () => {
  test('with requests that fail rejects these and no others, each with its place', async () => {
    const { near } = await vethPair();
    const add = (address: string) => near.addresses.add({ link: 'near0', address });
    const outcomes = await Promise.allSettled(
      ['192.0.2.1/24', '192.0.2.2/24', '192.0.2.1/24', '192.0.2.3/24', '192.0.2.2/24'].map(add),
    );
    expect(outcomes).toMatchObject([
      { status: 'fulfilled' },
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'EEXIST', subject: '192.0.2.1/24', index: 2 } },
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'EEXIST', subject: '192.0.2.2/24', index: 4 } },
    ]);
    expect(await near.addresses.list({ link: 'near0', family: 'inet' })).toHaveLength(3);
  });

  test('goes on behind a link that is not there', async () => {
    const { near } = await vethPair();
    const add = (link: string, address: string) => near.addresses.add({ link, address });
    const outcomes = await Promise.allSettled([
      add('near0', '192.0.2.1/24'),
      add('nope', '192.0.2.2/24'),
      add('near0', '192.0.2.3/24'),
    ]);
    expect(outcomes).toMatchObject([
      { status: 'fulfilled' },
      { reason: { code: 'ENODEV', index: 1, extack: 'no link named "nope"' } },
      { status: 'fulfilled' },
    ]);
  });

  test('may have dumps, answers and refusals in any order', async () => {
    const { near } = await vethPair();
    const outcomes = await Promise.allSettled([
      near.links.list(),
      near.links.get('near0'),
      near.links.get('nope'),
      near.addresses.list({ family: 'inet' }),
      near.addresses.add({ link: 'near0', address: '192.0.2.1/24' }),
      near.routes.list({ family: 'inet' }),
      near.routes.list({ family: 'inet', table: 77 }),
      near.links.get('lo'),
    ]);
    expect(outcomes).toMatchObject([
      { value: [{ name: 'lo' }, { name: 'near0' }] },
      { value: { name: 'near0' } },
      { reason: { code: 'ENODEV', index: 2 } },
      { value: [] },
      { status: 'fulfilled' },
      { value: [{ to: '192.0.2.0/24' }] },
      { reason: { code: 'ENOENT', operation: 'RTM_GETROUTE', index: 6 } },
      { value: { name: 'lo' } },
    ]);
  });

  test('that is refused at once leaves those that were issued with it alone', async () => {
    const { near } = await vethPair();
    const outcomes = await Promise.allSettled([
      near.addresses.add({ link: 'near0', address: '192.0.2.1/24' }),
      near.addresses.add({ link: 'near0', address: '192.0.2.2/99' }),
      near.addresses.add({ link: 'near0', address: '192.0.2.3/24' }),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});

describe('many requests in one batch', () => {
  const many = 1000;

  test('all succeed', async () => {
    const { routes } = await withLoopback();
    await Promise.all(numbers(many).map((n) => routes.add({ to: prefix(n), dev: 'lo' })));
    expect(await routes.list({ family: 'inet' })).toHaveLength(many);
  });

  test('may all fail, and none of the errors is lost', async () => {
    const { routes } = await withLoopback();
    const outcomes = await Promise.allSettled(
      numbers(many).map((n) => routes.delete({ to: prefix(n), dev: 'lo' })),
    );
    const errors = outcomes.map((outcome) =>
      outcome.status === 'rejected'
        ? [outcome.reason.code, outcome.reason.subject, outcome.reason.index]
        : [],
    );
    expect(errors).toEqual(numbers(many).map((n) => ['ESRCH', prefix(n), n]));
  });

  test('may fail here and there, wherever the batch is cut', async () => {
    const { routes } = await withLoopback();
    const fails = new Set([0, 1, 254, 255, 256, 257, 511, 512, 513, many - 1]);
    const outcomes = await Promise.allSettled(
      numbers(many).map((n) =>
        fails.has(n) ? routes.delete({ to: prefix(n) }) : routes.add({ to: prefix(n), dev: 'lo' }),
      ),
    );
    const rejected = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason.index] : [],
    );
    expect(rejected).toEqual([...fails]);
    expect(await routes.list({ family: 'inet' })).toHaveLength(many - fails.size);
  });

  test('may ask for answers, which come back to who asked', async () => {
    const { links } = (await vethPair()).near;
    const asked = numbers(600).map((n) => (n % 3 === 0 ? 'lo' : 'near0'));
    const found = await Promise.all(asked.map((name) => links.get(name)));
    expect(found.map(({ name }) => name)).toEqual(asked);
  });
});

test('5,000 routes are listed whole, each once', async () => {
  const { routes } = await withLoopback();
  const prefixes = numbers(5000).map(prefix);
  await Promise.all(prefixes.map((to) => routes.add({ to, dev: 'lo' })));
  const found = await routes.list({ family: 'inet' });
  expect(found.map(({ to }) => to).sort()).toEqual([...prefixes].sort());
  expect(found.every(({ dev, table }) => dev === 1 && table === 'main')).toBe(true);
});
