import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { SystemError } from '../../../src/error/system_error.js';
import { Channel } from '../../../src/netlink/channel.js';
import { attributes } from '../../../src/wire/attributes.js';
import { link, string, u8 } from '../../../src/wire/codec.js';
import { messagesIn } from '../../../src/wire/message.js';
import { struct } from '../../../src/wire/struct.js';
import { type Answer, FakeSocket, type Sent } from '../../support/fake_namespace.js';
import { errorMessage, view } from '../../support/layout.js';

const body = {
  header: struct({ family: u8, a: u8, b: u8, c: u8, index: link }),
  attributes: attributes({ name: [3, string] }),
};
const request = (type: number) => ({ type, body });

/** Types of the messages of one batch: what was issued, in the order in which it travels. */
const types = ({ bytes }: Sent): number[] => [...messagesIn(view(bytes))].map(({ type }) => type);

function channelOf(answer?: Answer) {
  const socket = new FakeSocket(answer);
  return { channel: new Channel(socket), batches: () => socket.sent.map(types), socket };
}

/** A promise with its handles outside. */
function deferred() {
  let resolve = () => {};
  let reject = (_error: Error) => {};
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

describe('what travels together', () => {
  test('is what was issued in one tick', async () => {
    const { channel, batches } = channelOf();
    await Promise.all([1, 2, 3].map((type) => channel.request(request(type))));
    expect(batches()).toEqual([[1, 2, 3]]);
  });

  test('is also what microtasks of that tick issue', async () => {
    const { channel, batches } = channelOf();
    const later = async (type: number) => {
      for (let i = 0; i < 5; i++) await undefined;
      await channel.request(request(type));
    };
    await Promise.all([channel.request(request(1)), later(2), later(3)]);
    expect(batches()).toEqual([[1, 2, 3]]);
  });

  test('is not what comes after an answer', async () => {
    const { channel, batches } = channelOf();
    await channel.request(request(1));
    await channel.request(request(2));
    expect(batches()).toEqual([[1], [2]]);
  });

  test('is what was issued while an earlier batch was under way', async () => {
    const sending = deferred();
    const { channel, batches } = channelOf(async () => {
      await sending.promise;
      return new Uint8Array();
    });
    const issued = [channel.request(request(1))];
    await nextTurn();
    issued.push(channel.request(request(2)));
    await nextTurn();
    issued.push(channel.request(request(3)));
    expect(batches()).toEqual([[1]]);
    sending.resolve();
    await Promise.all(issued);
    expect(batches()).toEqual([[1], [2, 3]]);
  });
});

describe('requests', () => {
  test('that cannot be encoded throw at once and leave the others alone', async () => {
    const { channel, batches } = channelOf();
    const first = channel.request(request(1));
    expect(() => channel.request({ ...request(2), header: { family: 256 } })).toThrow(RangeError);
    await Promise.all([first, channel.request(request(3))]);
    expect(batches()).toEqual([[1, 3]]);
  });

  test('that cannot be encoded and come first send nothing', async () => {
    const { channel, batches } = channelOf();
    expect(() => channel.request({ ...request(1), header: { family: 256 } })).toThrow(RangeError);
    await channel.idle();
    expect(batches()).toEqual([]);
  });

  test('hand the names of links to the addon', async () => {
    const { channel, socket } = channelOf();
    await channel.request({ ...request(1), header: { index: 'eth0' } });
    expect(socket.sent).toMatchObject([{ names: ['eth0'], slots: [20, 0] }]);
  });

  test('all fail if the batch cannot be sent, and later ones go out all the same', async () => {
    let broken = true;
    const { channel } = channelOf(() => {
      if (broken) throw new SystemError(105, 'sendto');
      return new Uint8Array();
    });
    const failed = await Promise.allSettled([channel.request(request(1)), channel.request(request(2))]);
    expect(failed).toMatchObject([{ reason: { code: 'ENOBUFS' } }, { reason: { code: 'ENOBUFS' } }]);
    broken = false;
    await expect(channel.request(request(3))).resolves.toEqual([]);
  });

  test('are told apart by their place in the batch', async () => {
    const { channel } = channelOf(() => errorMessage(1, 17));
    const results = await Promise.allSettled([1, 2, 3].map((type) => channel.request(request(type))));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});

describe('a gate', () => {
  test('holds back what is issued behind it, not what was issued before', async () => {
    const { channel, batches } = channelOf();
    const event = deferred();
    const before = channel.request(request(1));
    channel.waitFor(event.promise);
    const behind = channel.request(request(2));
    await before;
    await nextTurn();
    expect(batches()).toEqual([[1]]);
    event.resolve();
    await behind;
    expect(batches()).toEqual([[1], [2]]);
  });

  test('that is open already separates nothing', async () => {
    const { channel, batches } = channelOf();
    const issued = [channel.request(request(1))];
    channel.waitFor(Promise.resolve());
    issued.push(channel.request(request(2)), channel.requestAfter(Promise.resolve(), request(3)));
    await Promise.all(issued);
    expect(batches()).toEqual([[1, 2, 3]]);
  });

  test('opens as well when what it waits for fails', async () => {
    const { channel, batches } = channelOf();
    channel.waitFor(Promise.reject(new Error('no')));
    await channel.request(request(1));
    expect(batches()).toEqual([[1]]);
  });

  test('sends the request that hangs on it once it opens, in its place and with what follows', async () => {
    const { channel, batches } = channelOf();
    const event = deferred();
    const issued = [
      channel.request(request(1)),
      channel.requestAfter(event.promise, request(2)),
      channel.request(request(3)),
    ];
    await nextTurn();
    event.resolve();
    await Promise.all(issued);
    expect(batches()).toEqual([[1], [2, 3]]);
  });

  test('fails the request that hangs on it as its event failed, and nothing of it is sent', async () => {
    const { channel, batches } = channelOf();
    const error = new Error('no');
    const hanging = channel.requestAfter(Promise.reject(error), request(1));
    const behind = channel.request(request(2));
    await expect(hanging).rejects.toBe(error);
    await behind;
    expect(batches()).toEqual([[2]]);
  });
});

describe('what waits for a request of another channel', () => {
  /** A request of one channel, and one of another that hangs on it; the calls that were made for both. */
  function pair(answer?: Answer) {
    const one = channelOf(answer);
    const other = channelOf();
    const calls = () =>
      [...one.socket.calls, ...other.socket.calls].map((call) =>
        call.map(({ bytes, conditions }) => ({
          types: [...messagesIn(view(bytes))].map(({ type }) => type),
          conditions: [...conditions],
        })),
      );
    return { one: one.channel, other: other.channel, calls };
  }

  test('goes in the same call, behind it, on condition that it succeeds', async () => {
    const { one, other, calls } = pair();
    const before = other.waitFor(Promise.resolve());
    const first = one.request(request(1));
    const { answer, waiting } = one.issue(request(2));
    const hanging = other.requestAfter(answer, request(3), waiting);
    const behind = other.request(request(4));
    await Promise.all([before, first, answer, hanging, behind]);
    expect(calls()).toEqual([
      [
        { types: [1, 2], conditions: [] },
        { types: [3, 4], conditions: [0, 0, 1] },
      ],
    ]);
  });

  test('goes behind all that it waits for', async () => {
    const { one, other, calls } = pair();
    const third = channelOf();
    const issued = [one, third.channel].map((channel, i) => channel.issue(request(i + 1)));
    const hanging = issued.map(({ answer, waiting }, i) =>
      other.requestAfter(answer, request(i + 3), waiting),
    );
    await Promise.all(hanging);
    expect(calls()).toEqual([
      [
        { types: [1], conditions: [] },
        { types: [2], conditions: [] },
        { types: [3, 4], conditions: [0, 0, 0, 1, 1, 0] },
      ],
    ]);
    expect(third.socket.calls).toEqual([]);
  });

  test('goes without condition where it only waits', async () => {
    const { one, other, calls } = pair();
    const { answer, waiting } = one.issue(request(1));
    other.waitFor(answer, waiting);
    await other.request(request(2));
    expect(calls()).toEqual([
      [
        { types: [1], conditions: [] },
        { types: [2], conditions: [] },
      ],
    ]);
  });

  test('is not overtaken by what is issued later, if there was nothing to go along', async () => {
    const answering = deferred();
    const { one, other, calls } = pair(async () => {
      await answering.promise;
      return new Uint8Array();
    });
    const { answer, waiting } = one.issue(request(1));
    other.waitFor(answer, waiting);
    await nextTurn();
    const later = other.request(request(2));
    await nextTurn();
    expect(calls()).toEqual([[{ types: [1], conditions: [] }]]);
    answering.resolve();
    await later;
    expect(calls()).toHaveLength(2);
  });

  test('fails as that does', async () => {
    const error = new SystemError(105, 'sendto');
    const { one, other } = pair(() => {
      throw error;
    });
    const { answer, waiting } = one.issue(request(1));
    const hanging = other.requestAfter(answer, request(2), waiting);
    await expect(answer).rejects.toBe(error);
    await expect(hanging).rejects.toBe(error);
  });

  test('comes later if its channel has something before it', async () => {
    const { one, other, calls } = pair();
    const before = other.request(request(1));
    const { answer, waiting } = one.issue(request(2));
    const hanging = other.requestAfter(answer, request(3), waiting);
    await Promise.all([before, hanging]);
    expect(calls().map((call) => call.map(({ types }) => types))).toEqual([[[2]], [[1]], [[3]]]);
  });

  test('comes later if very many go at once', async () => {
    const ones = Array.from({ length: 9 }, () => channelOf());
    const other = channelOf();
    const hanging = ones.map(({ channel }) => {
      const { answer, waiting } = channel.issue(request(1));
      return other.channel.requestAfter(answer, request(2), waiting);
    });
    await Promise.all(hanging);
    expect(ones.map(({ socket }) => socket.calls.map((call) => call.length))).toEqual(ones.map(() => [1]));
    expect(other.batches()).toEqual([ones.map(() => 2)]);
  });

  test('may wait in a circle of channels', async () => {
    const { one, other } = pair();
    const first = one.issue(request(1));
    const second = other.issue(request(2));
    await Promise.all([
      one.requestAfter(second.answer, request(3), second.waiting),
      other.requestAfter(first.answer, request(4), first.waiting),
    ]);
  });
});

describe('being idle', () => {
  test('is so at once if nothing was issued', async () => {
    await channelOf().channel.idle();
  });

  test('comes after everything that was issued, also while waiting', async () => {
    const { channel, batches } = channelOf();
    const event = deferred();
    channel.waitFor(event.promise);
    const last = channel.request(request(1)).then(() => channel.request(request(2)));
    const idle = channel.idle();
    event.resolve();
    await idle;
    expect(batches()).toEqual([[1], [2]]);
    await last;
  });
});
