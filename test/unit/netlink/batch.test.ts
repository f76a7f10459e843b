import { describe, expect, test } from 'vitest';
import { Batch } from '../../../src/netlink/batch.js';
import { attributes } from '../../../src/wire/attributes.js';
import { link as linkCodec, string, u8, u32 } from '../../../src/wire/codec.js';
import { struct } from '../../../src/wire/struct.js';
import { attribute, chars, errorMessage, u32 as host32, layout, message } from '../../support/layout.js';

const body = {
  header: struct({ family: u8, a: u8, b: u8, c: u8 }),
  attributes: attributes({
    name: [3, string],
    info: [18, attributes({ kind: [1, string] })],
    mtu: [4, u32],
  }),
};
const RTM_NEWLINK = 16;
const RTM_GETLINK = 18;
const link = (name: string) => ({ type: RTM_NEWLINK, subject: name, body, attributes: { name } });

/** What became of each promise, in order. */
const outcomes = (promises: Promise<unknown>[]) => Promise.allSettled(promises);

describe('a batch', () => {
  test('holds one message after another, each a request', () => {
    const batch = new Batch();
    expect(batch.empty).toBe(true);
    void batch.add({ ...link('a'), flags: 0x600 });
    void batch.add({ type: RTM_GETLINK, body, header: { family: 2 } });
    expect(batch.empty).toBe(false);
    const first = message(RTM_NEWLINK, 0x601, 0, 0, 0, 0, 0, attribute(3, chars('a'), 0));
    expect(batch.writer.finish()).toEqual(layout(first, message(RTM_GETLINK, 1, 0, 2, 0, 0, 0)));
  });

  test('is as it was when a request cannot be encoded', async () => {
    const batch = new Batch();
    const before = batch.add(link('a'));
    const length = batch.writer.length;
    expect(() => batch.add({ ...link('b'), attributes: { name: 'b', mtu: -1 } })).toThrow(RangeError);
    expect(batch.writer.length).toBe(length);
    const after = batch.add(link('c'));
    await batch.settle(errorMessage(1, 17).buffer as ArrayBuffer);
    expect(await outcomes([before, after])).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { subject: 'c', index: 1 } },
    ]);
  });
});

describe('a batch that takes over another', () => {
  test('sends what both hold, its own first', async () => {
    const [batch, other] = [new Batch(), new Batch()];
    const added = [batch.add(link('a')), other.add(link('bc')), other.add(link('d'))];
    batch.absorb(other);
    const sent = ['a', 'bc', 'd'].map((name) =>
      message(RTM_NEWLINK, 1, 0, 0, 0, 0, 0, attribute(3, chars(name), 0)),
    );
    expect(batch.writer.finish()).toEqual(layout(...sent));
    const kind = 16 + 4 + 4;
    await batch.settle(errorMessage(2, 22, attribute(2, host32(kind))).buffer as ArrayBuffer);
    expect(await outcomes(added)).toMatchObject([
      { status: 'fulfilled' },
      { status: 'fulfilled' },
      { reason: { subject: 'd', attribute: 'name', index: 2 } },
    ]);
  });

  test('keeps apart whose interface index is still a name', () => {
    const named = { header: struct({ index: linkCodec }), attributes: attributes({}) };
    const get = (name: string) => ({ type: RTM_GETLINK, body: named, header: { index: name } });
    const [batch, other] = [new Batch(), new Batch()];
    for (const name of ['a', 'b']) void batch.add(get(name));
    for (const name of ['c', 'c']) void other.add(get(name));
    batch.absorb(other);
    const { names, slots } = batch.writer;
    const found = slots.flatMap((at, i) => (i % 2 === 0 ? [[at, names[slots[i + 1] ?? -1]]] : []));
    expect(found).toEqual([
      [16, 'a'],
      [36, 'b'],
      [56, 'c'],
      [76, 'c'],
    ]);
  });

  test('is the other one if it holds nothing itself', () => {
    const [batch, other] = [new Batch(), new Batch()];
    void other.add(link('a'));
    const sent = other.writer.finish();
    batch.absorb(other);
    expect(batch.writer.finish()).toEqual(sent);
    expect(other.empty).toBe(true);
  });
});

describe('settling', () => {
  test('takes silence for success', async () => {
    const batch = new Batch();
    const added = [batch.add(link('a')), batch.add(link('b'))];
    await batch.settle(new ArrayBuffer(0));
    expect(await outcomes(added)).toEqual([
      { status: 'fulfilled', value: [] },
      { status: 'fulfilled', value: [] },
    ]);
  });

  test('hands every reply to the request that it answers, in the order of the replies', async () => {
    const batch = new Batch();
    const added = [batch.add(link('a')), batch.add({ type: RTM_GETLINK, body }), batch.add(link('c'))];
    const reply = (sequence: number, mtu: number) =>
      message(16, 2, sequence, 0, 0, 0, 0, attribute(4, host32(mtu)));
    await batch.settle(layout(reply(1, 10), reply(2, 30), reply(1, 20)).buffer as ArrayBuffer);
    const mtus = (await Promise.all(added)).map((replies) => replies.map(({ mtu }) => mtu));
    expect(mtus).toEqual([[], [10, 20], [30]]);
  });

  test('rejects only what failed, each with its own error', async () => {
    const batch = new Batch();
    const added = ['a', 'b', 'c', 'd'].map((name) => batch.add(link(name)));
    await batch.settle(layout(errorMessage(1, 17), errorMessage(3, 1)).buffer as ArrayBuffer);
    expect(await outcomes(added)).toMatchObject([
      { status: 'fulfilled' },
      { reason: { name: 'NetlinkError', code: 'EEXIST', errno: 17, subject: 'b', index: 1 } },
      { status: 'fulfilled' },
      { reason: { name: 'NetlinkError', code: 'EPERM', errno: 1, subject: 'd', index: 3 } },
    ]);
  });

  test('lets an error stand, whatever follows for the same request', async () => {
    const batch = new Batch();
    const added = batch.add(link('a'));
    await batch.settle(
      layout(errorMessage(0, 17), message(16, 0, 0, 0, 0, 0, 0), errorMessage(0, 1)).buffer as ArrayBuffer,
    );
    await expect(added).rejects.toMatchObject({ code: 'EEXIST' });
  });

  test('passes over answers to requests that it does not have', async () => {
    const batch = new Batch();
    const added = batch.add(link('a'));
    await batch.settle(errorMessage(7, 17).buffer as ArrayBuffer);
    await expect(added).resolves.toEqual([]);
  });

  test('says with the name of the operation, the text and the attribute what was refused', async () => {
    const batch = new Batch();
    const first = batch.add(link('other'));
    const added = batch.add({ ...link('a'), attributes: { name: 'a', info: { kind: 'nope' } } });
    // 16 of header, 4 of struct, 8 of name, 4 of info's own header: here starts kind.
    const extack = [attribute(1, chars('Unknown device type'), 0), attribute(2, host32(32))];
    await batch.settle(errorMessage(1, 95, ...extack).buffer as ArrayBuffer);
    await first;
    await expect(added).rejects.toMatchObject({
      message: 'EOPNOTSUPP: RTM_NEWLINK a: Unknown device type (attribute info.kind)',
      code: 'EOPNOTSUPP',
      errno: 95,
      operation: 'RTM_NEWLINK',
      subject: 'a',
      extack: 'Unknown device type',
      attribute: 'info.kind',
      index: 1,
    });
  });

  test.each([
    ['in the fixed header', 17],
    ['beyond the message', 400],
  ])('names no attribute if the offset lies %s', async (_where, offset) => {
    const batch = new Batch();
    const added = batch.add(link('a'));
    void batch.add(link('b'));
    await batch.settle(errorMessage(0, 22, attribute(2, host32(offset))).buffer as ArrayBuffer);
    await expect(added).rejects.toMatchObject({ attribute: undefined });
  });

  test('fails a request whose reply is no message of its kind', async () => {
    const batch = new Batch();
    const added = batch.add({ type: RTM_GETLINK, body });
    await expect(batch.settle(message(16, 0, 0, 1, 2).buffer as ArrayBuffer)).rejects.toThrow(RangeError);
    batch.fail(new Error('what the channel makes of that'));
    await expect(added).rejects.toThrow('what the channel makes of that');
  });
});

test('a batch that could not be sent fails as a whole', async () => {
  const batch = new Batch();
  const added = [batch.add(link('a')), batch.add(link('b'))];
  const error = new Error('no');
  batch.fail(error);
  expect(await outcomes(added)).toEqual([
    { status: 'rejected', reason: error },
    { status: 'rejected', reason: error },
  ]);
});
