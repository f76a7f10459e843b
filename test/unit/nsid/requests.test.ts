import { expect, test } from 'vitest';
import { HANDLE } from '../../../src/handle/handle.js';
import { NamespaceIds } from '../../../src/nsid/nsids.js';
import { fakeHandle } from '../../support/fake_namespace.js';
import { attribute, layout, message, s32, u32 } from '../../support/layout.js';

const [REQUEST, DUMP] = [0x1, 0x300];
const [RTM_NEWNSID, RTM_GETNSID] = [88, 90];

/** `struct rtgenmsg`, and what pads it. */
const header = layout(0, 0, 0, 0);
const number = (id: number) => attribute(1, s32(id));

test('a namespace is named by a descriptor or a process', async () => {
  const { handle, socket } = fakeHandle();
  const other = { [HANDLE]: fakeHandle(undefined, 44).handle };
  const nsids = new NamespaceIds(handle);
  await nsids.set(other, 7);
  await nsids.set({ pid: 123 });
  await nsids.get({ fd: 5 });
  expect(socket.sent.map(({ bytes }) => bytes)).toEqual([
    message(RTM_NEWNSID, REQUEST, 0, header, attribute(3, u32(44)), number(7)),
    message(RTM_NEWNSID, REQUEST, 0, header, attribute(2, u32(123)), number(-1)),
    message(RTM_GETNSID, REQUEST, 0, header, attribute(3, u32(5))),
  ]);
});

test.each([undefined, null, 7, {}])('what is looked through for a number is a list, not %s', async (list) => {
  const nsids = new NamespaceIds(fakeHandle().handle);
  await expect(nsids.find(7, list as never)).rejects.toThrow('namespaces must be a list of namespaces, not');
});

test('numbers are read, and that there is none', async () => {
  const answers = [
    message(RTM_NEWNSID, 0, 0, header, number(7)),
    message(RTM_NEWNSID, 0, 0, header, number(-1)),
    layout(...[0, 5].map((id) => message(RTM_NEWNSID, 2, 0, header, number(id)))),
  ];
  const { handle, socket } = fakeHandle(() => answers.shift() ?? new Uint8Array());
  const nsids = new NamespaceIds(handle);
  expect(await nsids.get({ fd: 5 })).toBe(7);
  expect(await nsids.get({ fd: 5 })).toBeUndefined();
  expect(await nsids.list()).toEqual([0, 5]);
  expect(socket.sent[2]?.bytes).toEqual(message(RTM_GETNSID, REQUEST | DUMP, 0, header));
});

test('what is no namespace, and what is no number, is refused before anything is sent', async () => {
  const { handle, socket } = fakeHandle();
  const nsids = new NamespaceIds(handle);
  await expect(nsids.get(undefined as never)).rejects.toThrow('namespace must be a Namespace, not undefined');
  await expect(nsids.set({ pid: 0 })).rejects.toThrow(RangeError);
  await expect(nsids.set({ pid: 1 }, -1)).rejects.toThrow(
    'id must be a whole number from 0 to 2147483647, not -1',
  );
  await handle.route.idle();
  expect(socket.sent).toEqual([]);
});
