import { expect, test } from 'vitest';
import { Netconf } from '../../../src/netconf/netconf.js';
import { fakeHandle } from '../../support/fake_namespace.js';
import { attribute, layout, message, s32 } from '../../support/layout.js';

const [REQUEST, DUMP] = [0x1, 0x300];
const [RTM_NEWNETCONF, RTM_GETNETCONF] = [80, 82];
const [AF_INET, AF_INET6, AF_MPLS] = [2, 10, 28];

/** `struct netconfmsg`, and what pads it. */
const header = (family: number) => layout(family, 0, 0, 0);

test('to get one', async () => {
  const { handle, socket } = fakeHandle();
  const netconf = new Netconf(handle);
  await netconf.get('mpls', 7).catch(() => {});
  await netconf.get('inet', 'all').catch(() => {});
  await netconf.get('inet6', 'default').catch(() => {});
  expect(socket.sent.map(({ bytes }) => bytes)).toEqual([
    message(RTM_GETNETCONF, REQUEST, 0, header(AF_MPLS), attribute(1, s32(7))),
    message(RTM_GETNETCONF, REQUEST, 0, header(AF_INET), attribute(1, s32(-1))),
    message(RTM_GETNETCONF, REQUEST, 0, header(AF_INET6), attribute(1, s32(-2))),
  ]);
});

test('to list those of one family', async () => {
  const { handle, socket } = fakeHandle();
  await new Netconf(handle).list({ family: 'inet6' });
  expect(socket.sent[0]?.bytes).toEqual(message(RTM_GETNETCONF, REQUEST | DUMP, 0, header(AF_INET6)));
});

test('one is read field by field', async () => {
  const { handle } = fakeHandle(() =>
    message(
      RTM_NEWNETCONF,
      2,
      0,
      header(AF_INET),
      attribute(1, s32(-1)),
      attribute(2, s32(1)),
      attribute(3, s32(2)),
      attribute(4, s32(0)),
      attribute(50, 1),
    ),
  );
  expect(await new Netconf(handle).get('inet', 'all')).toEqual({
    family: 'inet',
    link: 'all',
    forwarding: true,
    reversePathFilter: 'loose',
    multicastForwarding: false,
    proxyNeighbours: undefined,
    ignoreRoutesWithLinkdown: undefined,
    input: undefined,
    broadcastForwarding: undefined,
    forceForwarding: undefined,
    unknown: [{ type: 50, data: Uint8Array.of(1) }],
  });
});

test('what there is not is refused before anything is sent', async () => {
  const { handle, socket } = fakeHandle();
  const netconf = new Netconf(handle);
  await expect(netconf.get('ipx' as never, 'lo')).rejects.toThrow(
    'family must be one of "inet", "inet6", "mpls", not "ipx"',
  );
  await expect(netconf.get('inet', 0)).rejects.toThrow(RangeError);
  await expect(netconf.list({ link: 'lo' } as never)).rejects.toThrow(
    'netconf.list does not know the option link',
  );
  await handle.route.idle();
  expect(socket.sent).toEqual([]);
});
