import { describe, expect, test } from 'vitest';
import { SystemError } from '../../../src/error/system_error.js';
import { Controller } from '../../../src/genetlink/controller.js';
import { Genetlink } from '../../../src/genetlink/genetlink.js';
import { Handle } from '../../../src/handle/handle.js';
import { Links } from '../../../src/link/links.js';
import * as wire from '../../../src/wire/index.js';
import { messagesIn } from '../../../src/wire/message.js';
import { type Answer, FakeSocket, fakeGeneric, fakeNamespace } from '../../support/fake_namespace.js';
import { familyMessage } from '../../support/families.js';
import { attribute, chars, errorMessage, layout, message, u16, u32, view } from '../../support/layout.js';

// linux/netlink.h, linux/genetlink.h
const REQUEST = 0x1;
const DUMP = 0x300;
const GENL_ID_CTRL = 16;
const CTRL_CMD_GETFAMILY = 3;
const CTRL_ATTR_FAMILY_NAME = 2;
const ENOENT = 2;
const NESTED = 0x8000;

const body = wire.generic({
  attributes: {
    size: [1, wire.u32],
    names: [2, wire.list(1, wire.string)],
    numbered: [3, wire.entries(wire.u16)],
  },
});

const typeOf = (bytes: Uint8Array) => [...messagesIn(view(bytes))].map(({ type }) => type);
const find = (name: string) =>
  message(
    GENL_ID_CTRL,
    REQUEST,
    0,
    layout(CTRL_CMD_GETFAMILY, 2, u16(0)),
    attribute(CTRL_ATTR_FAMILY_NAME, chars(name), 0),
  );

function genetlink(answer: Answer) {
  const { handle, ...sockets } = fakeGeneric(answer);
  return { genetlink: new Genetlink(new Controller(handle)), handle, ...sockets };
}

/** A kernel that has one family, which answers with silence. */
const withFamily =
  (id: number): Answer =>
  ({ bytes }) =>
    typeOf(bytes)[0] === GENL_ID_CTRL ? familyMessage('news', id) : new Uint8Array();

describe('a request of generic netlink', () => {
  test('goes to the number of its family, which is asked for once', async () => {
    const { genetlink: generic, generic: socket } = genetlink(withFamily(40));
    const values = { size: 5, names: ['a', 'bc'], numbered: [[7, 1] as const] };
    await generic.request({ family: 'news', command: 3, body, attributes: values });
    await generic.dump({ family: 'news', command: 4, version: 9, body });
    expect(socket.sent.map(({ bytes }) => bytes)).toEqual([
      find('news'),
      message(
        40,
        REQUEST,
        0,
        layout(3, 1, u16(0)),
        attribute(1, u32(5)),
        attribute(2 | NESTED, attribute(1, chars('a'), 0), attribute(1, chars('bc'), 0)),
        attribute(3 | NESTED, attribute(7, u16(1))),
      ),
      message(40, REQUEST | DUMP, 0, layout(4, 9, u16(0))),
    ]);
  });

  test('has the header of its family', async () => {
    const { genetlink: generic, generic: socket } = genetlink(withFamily(40));
    const headed = wire.generic({ header: { datapath: wire.u32 }, attributes: { size: [1, wire.u32] } });
    await generic.request({ family: 'news', command: 3, body: headed, header: { datapath: 77 } });
    expect(socket.sent.at(-1)?.bytes).toEqual(message(40, REQUEST, 0, layout(3, 1, u16(0)), u32(77)));
  });

  test('is answered with what the schema reads', async () => {
    const { genetlink: generic } = genetlink(({ bytes }) =>
      typeOf(bytes)[0] === GENL_ID_CTRL
        ? familyMessage('news', 40)
        : message(
            40,
            0,
            0,
            layout(5, 1, u16(0)),
            attribute(1, u32(8)),
            attribute(2, attribute(1, chars('x'), 0)),
            attribute(3, attribute(9, u16(2)), attribute(9, 1)),
            attribute(4, 0),
          ),
    );
    expect(await generic.request({ family: 'news', command: 3, body })).toEqual([
      {
        command: 5,
        version: 1,
        reserved: 0,
        size: 8,
        names: ['x'],
        numbered: [[9, 2]],
        unknown: [{ type: 4, data: Uint8Array.of(0) }],
      },
    ]);
  });

  test('keeps its place among those of rtnetlink', async () => {
    const order: string[] = [];
    const { genetlink: generic, handle, route } = genetlink(withFamily(40));
    const links = new Links(handle);
    await Promise.all([
      links.delete('a').then(() => order.push('a')),
      generic.request({ family: 'news', command: 1, body }).then(() => order.push('generic')),
      links.delete('b').then(() => order.push('b')),
    ]);
    expect(order).toEqual(['a', 'generic', 'b']);
    expect(route.sent).toHaveLength(2);
  });

  test('is sent again if the number of its family has changed', async () => {
    let id = 40;
    const { genetlink: generic, generic: socket } = genetlink(({ bytes }) => {
      const [type] = typeOf(bytes);
      if (type === GENL_ID_CTRL) return familyMessage('news', id);
      return type === id ? new Uint8Array() : errorMessage(0, ENOENT);
    });
    await generic.request({ family: 'news', command: 1, body });
    id = 41;
    await generic.request({ family: 'news', command: 1, body });
    expect(socket.sent.map(({ bytes }) => typeOf(bytes)[0])).toEqual([16, 40, 40, 16, 41]);
  });

  test('that its family refuses is not sent again', async () => {
    const { genetlink: generic, generic: socket } = genetlink(({ bytes }) =>
      typeOf(bytes)[0] === GENL_ID_CTRL ? familyMessage('news', 40) : errorMessage(0, ENOENT),
    );
    const refused = () =>
      expect(generic.request({ family: 'news', command: 1, subject: 'x', body })).rejects.toMatchObject({
        code: 'ENOENT',
        operation: 'news command 1',
        subject: 'x',
      });
    await refused();
    await refused();
    expect(socket.sent.map(({ bytes }) => typeOf(bytes)[0])).toEqual([16, 40, 40, 16]);
  });

  test('names the attribute that is refused', async () => {
    const offset = 16 + 4 + 8 + 4 + 8 + 4; // headers, size, list, its first entry, header of the second
    const { genetlink: generic } = genetlink(({ bytes }) =>
      typeOf(bytes)[0] === GENL_ID_CTRL
        ? familyMessage('news', 40)
        : errorMessage(0, 22, attribute(2, u32(offset))),
    );
    const attributes = { size: 1, names: ['a', 'b'] };
    await expect(generic.request({ family: 'news', command: 1, body, attributes })).rejects.toMatchObject({
      attribute: 'names.1',
    });
  });

  test('is checked before anything is sent', async () => {
    const { genetlink: generic, generic: socket } = genetlink(withFamily(40));
    const call = (options: object) => generic.request(options as never);
    await expect(call({ command: 1, body })).rejects.toThrow('genetlink.request needs family');
    await expect(call({ family: '', command: 1, body })).rejects.toThrow('family must be a name');
    await expect(call({ family: 'x'.repeat(16), command: 1, body })).rejects.toThrow('family must be');
    await expect(call({ family: 'news', command: 256, body })).rejects.toThrow('command must be');
    await expect(call({ family: 'news', command: 1, body: {} })).rejects.toThrow('body must be');
    await expect(call({ family: 'news', command: 1, body, type: 5 })).rejects.toThrow('the option type');
    const rest = wire.message({ header: {}, attributes: {} });
    await expect(call({ family: 'news', command: 1, body: rest })).rejects.toThrow('wire.generic()');
    expect(socket.sent).toEqual([]);
  });
});

test('a socket that could not be opened is tried again with the next request', async () => {
  const socket = new FakeSocket(withFamily(40));
  let tries = 0;
  const native = fakeNamespace(new FakeSocket(), {
    openNetlink: async (protocol) => {
      expect(protocol).toBe(16); // NETLINK_GENERIC
      if (++tries === 1) throw new SystemError(24, 'socket', 'AF_NETLINK');
      return socket;
    },
  });
  const handle = new Handle(native, 'the fake');
  const generic = new Genetlink(new Controller(handle));
  await expect(generic.family('news')).rejects.toMatchObject({ code: 'EMFILE' });
  expect(await generic.family('news')).toMatchObject({ id: 40 });
  await generic.family('news');
  expect(tries).toBe(2);
  await handle.close();
  expect(socket.closed).toBe(true);
});

describe('a family', () => {
  test('is what the controller tells', async () => {
    const { genetlink: generic } = genetlink(withFamily(40));
    expect(await generic.family('news')).toEqual({
      name: 'news',
      id: 40,
      version: 1,
      headerSize: 0,
      maxAttribute: 8,
      operations: [
        { command: 0, flags: ['dump', 'policy', 'namespaceAdmin'] },
        { command: 1, flags: ['do', 'policy', 'namespaceAdmin'] },
      ],
      groups: [{ name: 'news', id: 7 }],
    });
  });

  test.each([
    ['wireguard', 'EOPNOTSUPP', 'needs CONFIG_WIREGUARD (module wireguard)'],
    ['no such', 'ENOENT', 'no such generic netlink family, nor a module net-pf-16-proto-16-family-no such'],
  ])('that is not there: %s', async (name, code, text) => {
    const { genetlink: generic } = genetlink(() => errorMessage(0, ENOENT));
    const error = await generic.family(name).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code, operation: 'CTRL_CMD_GETFAMILY', subject: name });
    expect((error as Error).message).toContain(text);
  });
});
