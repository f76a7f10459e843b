import { expect, test } from 'vitest';
import type { Address } from '../../../src/address/address.js';
import { type AddressNews, detectionEnds } from '../../../src/address/detection.js';

const address = (text: string, ...flags: string[]) => ({ link: 7, address: text, flags }) as never as Address;
const snapshot = (...addresses: Address[]): AddressNews => ({ kind: 'snapshot', addresses });
const change = (one: Address, action = 'change'): AddressNews => ({ kind: 'address', action, address: one });

/** What comes of it if this is told, and then nothing more; how much of it was listened to. */
async function outcome(news: readonly AddressNews[], subject = '', options: { timeout?: number } = {}) {
  let heard = 0;
  async function* watch(signal: AbortSignal | undefined) {
    for (const each of news) {
      heard++;
      yield each;
    }
    if (signal)
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  }
  const wanted = (each: Address) => subject === '' || each.address === subject;
  await detectionEnds(watch, wanted, subject || 'of all links', subject !== '', options);
  return heard;
}

test('ends at once where nothing is tentative', async () => {
  expect(await outcome([snapshot(), snapshot()])).toBe(1);
  expect(await outcome([snapshot(address('::1')), snapshot()], '::1')).toBe(1);
});

test('ends with the last one that is tentative', async () => {
  const news = [
    snapshot(address('::1', 'tentative'), address('::2', 'tentative'), address('::3')),
    change(address('::1', 'permanent')),
    change(address('::4', 'tentative'), 'add'),
    change(address('::2')),
    change(address('::4')),
    change(address('::5', 'tentative')),
  ];
  expect(await outcome(news)).toBe(5);
});

test('heeds nothing but what is wanted', async () => {
  const news = [
    snapshot(address('::1', 'tentative'), address('::2', 'dadfailed')),
    change(address('::3', 'dadfailed')),
    change(address('::1')),
  ];
  expect(await outcome(news, '::1')).toBe(3);
});

test('begins anew after a loss', async () => {
  const news = [
    snapshot(address('::1', 'tentative')),
    { kind: 'resync', addresses: [address('::2')] } as const,
  ];
  expect(await outcome(news)).toBe(2);
});

const failures: readonly (readonly [string, AddressNews[], string, string])[] = [
  ['is another’s', [snapshot(address('::1', 'tentative', 'dadfailed'))], 'EADDRINUSE', 'somebody else'],
  [
    'turns out to be another’s',
    [snapshot(address('::1', 'tentative')), change(address('::1', 'dadfailed'))],
    'EADDRINUSE',
    'dadfailed',
  ],
  [
    'goes because it is another’s',
    [snapshot(address('::1', 'tentative')), change(address('::1', 'dadfailed', 'tentative'), 'delete')],
    'EADDRINUSE',
    'dadfailed',
  ],
  ['is not there', [snapshot(address('::2'))], 'EADDRNOTAVAIL', 'no link has it'],
  [
    'goes',
    [snapshot(address('::1', 'tentative')), change(address('::1', 'tentative'), 'delete')],
    'EADDRNOTAVAIL',
    'meanwhile',
  ],
];

test.each(failures)('fails if the address %s', async (_what, news, code, text) => {
  await expect(outcome(news, '::1')).rejects.toMatchObject({
    name: 'SystemError',
    code,
    operation: 'duplicate address detection',
    subject: '::1',
    message: expect.stringContaining(text),
  });
});

test('fails after a while, and when nothing more can be told', async () => {
  const news = [snapshot(address('::1', 'tentative'))];
  await expect(outcome(news, '::1', { timeout: 5 })).rejects.toMatchObject({
    code: 'ETIMEDOUT',
    message: expect.stringContaining('after 5 ms'),
  });
  await expect(outcome(news, '::1')).rejects.toMatchObject({ code: 'ERR_CLOSED' });
});
