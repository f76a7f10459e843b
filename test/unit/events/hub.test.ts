import { constants } from 'node:os';
import { expect, test } from 'vitest';
import { SystemError } from '../../../src/error/system_error.js';
import { EventHub, type Listener } from '../../../src/events/hub.js';
import type { EventKind } from '../../../src/events/kinds/index.js';
import { Handle } from '../../../src/handle/handle.js';
import type { NativeEventSocket } from '../../../src/native/addon.js';
import { FakeSocket, fakeNamespace } from '../../support/fake_namespace.js';

/** A socket that has lost something, with so many parts left behind the loss. */
class CongestedSocket implements NativeEventSocket {
  left: number;
  lost = true;
  ready = () => {};

  constructor(left: number) {
    this.left = left;
  }

  wait(callback: () => void): void {
    this.ready = callback;
  }

  take(): ArrayBuffer {
    if (this.lost) {
      this.lost = false;
      throw new SystemError(constants.errno.ENOBUFS, 'recvmsg');
    }
    if (this.left === 0) return new ArrayBuffer(0);
    this.left--;
    return new ArrayBuffer(64 * 1024);
  }

  keepAlive(): void {}
  join(_group?: number): void {}
  leave(_group?: number): void {}
  fence(): void {}
  close(): void {}
}

test('what is left behind a loss is taken in parts, between which others have their turn', async () => {
  const socket = new CongestedSocket(20);
  const native = fakeNamespace(new FakeSocket(), { openEventSocket: async () => socket });
  const hub = new EventHub(new Handle(native, 'the fake'));
  const told: string[] = [];
  const listener: Listener = {
    kinds: new Set(['link']),
    hungry: true,
    keepsAlive: true,
    tell: () => told.push('event'),
    told: () => told.push('told'),
    lost: () => told.push('lost'),
    end: () => told.push('end'),
  };
  await hub.add(listener);
  let turns = 0;
  const count = () => {
    if (told.length > 0) return;
    turns++;
    setImmediate(count);
  };
  count();
  socket.ready();
  expect(told).toEqual([]);
  while (told.length === 0) await new Promise(setImmediate);
  expect(socket.left).toBe(0);
  expect(turns).toBeGreaterThan(15);
  expect(told).toEqual(['lost', 'told']);
  hub.close();
});

test('a group that an older kernel does not have is done without', async () => {
  const socket = new CongestedSocket(0);
  const left: number[] = [];
  socket.join = (group?: number) => {
    if (group === 35) throw new SystemError(constants.errno.EINVAL, 'setsockopt');
  };
  socket.leave = (group?: number) => void left.push(group ?? 0);
  const native = fakeNamespace(new FakeSocket(), { openEventSocket: async () => socket });
  const hub = new EventHub(new Handle(native, 'the fake'));
  const listenerOf = (...kinds: EventKind[]): Listener => ({
    kinds: new Set(kinds),
    hungry: true,
    keepsAlive: true,
    tell: () => {},
    told: () => {},
    lost: () => {},
    end: () => {},
  });
  const [both, one] = [listenerOf('vni', 'mdb'), listenerOf('link')];
  await hub.add(both);
  await hub.add(one);
  hub.remove(both);
  expect(left).toEqual([26]);
  hub.close();
});
