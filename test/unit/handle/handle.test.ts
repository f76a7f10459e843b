import { describe, expect, test } from 'vitest';
import { ClosedError } from '../../../src/error/closed_error.js';
import { Handle } from '../../../src/handle/handle.js';
import { Links } from '../../../src/link/links.js';
import { type Answer, FakeSocket, fakeNamespace } from '../../support/fake_namespace.js';

function handleOf(answer?: Answer) {
  const log: string[] = [];
  const route = new FakeSocket(async (sent) => {
    const bytes = (await answer?.(sent)) ?? new Uint8Array();
    log.push('answered');
    return bytes;
  });
  const native = fakeNamespace(route, { close: () => log.push('closed') });
  return { handle: new Handle(native, 'namespace "lan"'), log, route };
}

const closed = new ClosedError('namespace "lan"');

describe('a closed handle', () => {
  test('refuses new work and says which handle it was', async () => {
    const { handle } = handleOf();
    await handle.close();
    expect(handle.closed).toBe(true);
    expect(() => handle.native).toThrow(closed);
    expect(() => handle.route).toThrow(closed);
    expect(closed).toMatchObject({ message: 'namespace "lan" is closed', code: 'ERR_CLOSED' });
  });

  test('refuses work as soon as closing has begun', async () => {
    const { handle } = handleOf();
    const closing = handle.close();
    await expect(new Links(handle).list()).rejects.toThrow(closed);
    await closing;
  });
});

describe('closing', () => {
  test('lets requests finish first', async () => {
    const { handle, log, route } = handleOf();
    const listed = new Links(handle).list();
    await handle.close();
    expect(await listed).toEqual([]);
    expect(log).toEqual(['answered', 'closed']);
    expect(route.closed).toBe(true);
  });

  test('waits for work that holds the descriptors, failed work included', async () => {
    const { handle, log } = handleOf();
    const work = (what: string) => Promise.resolve().then(() => log.push(what));
    const held = handle.hold(work('done'));
    const failing = handle.hold(work('failed').then(() => Promise.reject(new Error('no'))));
    await Promise.all([handle.close(), held, expect(failing).rejects.toThrow('no')]);
    expect(log).toEqual(['done', 'failed', 'closed']);
  });

  test('closes every descriptor of the namespace', async () => {
    const { handle, log, route } = handleOf();
    await handle.close();
    expect(route.closed).toBe(true);
    expect(log).toEqual(['closed']);
  });
});
