import { describe, expect, test } from 'vitest';
import { NetlinkError } from '../../src/error/netlink_error.js';
import { SystemError } from '../../src/error/system_error.js';
import { HANDLE } from '../../src/handle/handle.js';
import { ifinfomsg, linkBody } from '../../src/link/message.js';
import { bodyOf } from '../../src/link/requests.js';
import { IFLA_MTU } from '../../src/uapi/if_link.js';
import { NLM_F_CREATE, NLM_F_EXCL } from '../../src/uapi/netlink.js';
import { RTM_NEWLINK, RTM_SETLINK } from '../../src/uapi/rtnetlink.js';
import { attributes } from '../../src/wire/attributes.js';
import { u8 } from '../../src/wire/codec.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { addressedPair, vethPair } from '../support/topology.js';

needs('root');
leavesNothingBehind();

describe('what the kernel refuses', () => {
  test('is a NetlinkError with everything that the kernel says', async () => {
    const { links } = (await vethPair()).near;
    const error = await links.set('near0', { mtu: 1 }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(NetlinkError);
    expect(error).toBeInstanceOf(SystemError);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'NetlinkError',
      message: 'EINVAL: RTM_SETLINK near0: mtu less than device minimum',
      code: 'EINVAL',
      errno: 22,
      operation: 'RTM_SETLINK',
      subject: 'near0',
      extack: 'mtu less than device minimum',
      index: 0,
    });
  });

  test('says in its own words what nobody else says', async () => {
    const { addresses } = (await addressedPair()).near;
    await expect(addresses.delete({ link: 'near0', address: '192.0.2.9/24' })).rejects.toMatchObject({
      name: 'NetlinkError',
      code: 'EADDRNOTAVAIL',
      operation: 'RTM_DELADDR',
    });
  });

  test('points to the attribute by name', async () => {
    const { addresses } = (await vethPair()).near;
    const label = 'x'.repeat(16);
    await expect(addresses.add({ link: 'near0', address: '192.0.2.9/24', label })).rejects.toMatchObject({
      message: 'ERANGE: RTM_NEWADDR 192.0.2.9/24: Attribute failed policy validation (attribute label)',
      attribute: 'label',
    });
  });

  test('points to an attribute of another length than the kernel expects', async () => {
    const { route } = (await unnamed())[HANDLE];
    const body = { header: ifinfomsg, attributes: attributes({ mtu: [IFLA_MTU, u8] }) };
    const request = { type: RTM_SETLINK, body, header: { index: 1 }, attributes: { mtu: 1 } };
    await expect(route.request(request)).rejects.toMatchObject({ code: 'ERANGE', attribute: 'mtu' });
  });

  test('points to an attribute three levels down', async () => {
    const { route } = (await unnamed())[HANDLE];
    const peer = { name: 'x'.repeat(16) };
    const request = {
      type: RTM_NEWLINK,
      flags: NLM_F_CREATE | NLM_F_EXCL,
      body: bodyOf('veth', undefined),
      attributes: { name: 'a', info: { kind: 'veth', data: { peer } as never } },
    };
    await expect(route.request(request)).rejects.toMatchObject({
      code: 'ERANGE',
      operation: 'RTM_NEWLINK',
      attribute: 'info.data.peer.name',
    });
  });

  test('is told of the right request when many travel together', async () => {
    const { addresses } = (await vethPair()).near;
    const add = (n: number) =>
      addresses.add({
        link: 'near0',
        address: `192.0.2.${n}/24`,
        ...(n === 50 ? { label: 'x'.repeat(16) } : {}),
      });
    const outcomes = await Promise.allSettled(Array.from({ length: 100 }, (_, n) => add(n + 1)));
    const rejected = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(rejected).toMatchObject([{ subject: '192.0.2.50/24', attribute: 'label', index: 49 }]);
  });

  test('is a kind of link that it does not know', async () => {
    const { route } = (await unnamed())[HANDLE];
    const request = {
      type: RTM_NEWLINK,
      subject: 'a',
      flags: NLM_F_CREATE | NLM_F_EXCL,
      body: linkBody,
      attributes: { name: 'a', info: { kind: 'nope' } },
    };
    await expect(route.request(request)).rejects.toMatchObject({
      message: 'EOPNOTSUPP: RTM_NEWLINK a: Unknown device type',
    });
  });

  test('is an address that no interface may have', async () => {
    const { links } = await unnamed();
    const peer = { name: 'b', address: '01:00:00:00:00:01' }; // not unicast
    await expect(links.add({ kind: 'veth', name: 'a', peer })).rejects.toMatchObject({
      code: 'EADDRNOTAVAIL',
      operation: 'RTM_NEWLINK',
      subject: 'a',
    });
    expect(await links.list()).toHaveLength(1);
  });
});
