/** What VLANs become in a transaction that fails, on a port that is nothing but a map. */

import { expect, test } from 'vitest';
import { parseRange } from '../../../src/bridge/range.js';
import type { BridgeVlanChanges, BridgeVlanId, BridgeVlanOptions } from '../../../src/bridge/vlans.js';
import { runTransaction } from '../../../src/transaction/transaction.js';
import type { Collections } from '../../../src/transaction/undo/inverse.js';

type Vlan = Record<string, unknown>;

/** A port as the kernel has it: one VLAN at most is the pvid, tunnels of a range count up. */
class Port {
  readonly vlans = new Map<number, Vlan>();
  readonly global = {};

  #each({ vid }: BridgeVlanId, change: (number: number, first: number) => void): void {
    const [first, last] = parseRange(vid);
    for (let number = first; number <= last; number++) change(number, first);
  }

  async add({ pvid = false, untagged = false, ...id }: BridgeVlanOptions): Promise<void> {
    this.#each(id, (vid) => {
      if (pvid) for (const vlan of this.vlans.values()) vlan.pvid = false;
      this.vlans.set(vid, { state: 'forwarding', ...this.vlans.get(vid), pvid, untagged });
    });
  }

  async set({ state, tunnelId, link, vid }: BridgeVlanChanges): Promise<void> {
    this.#each({ link, vid }, (number, first) => {
      const vlan = this.vlans.get(number);
      if (!vlan) throw new Error('ENOENT');
      if (state !== undefined) vlan.state = state;
      if (tunnelId === null) delete vlan.tunnelId;
      else if (tunnelId !== undefined) vlan.tunnelId = tunnelId + number - first;
    });
  }

  async delete(id: BridgeVlanId): Promise<void> {
    this.#each(id, (vid) => this.vlans.delete(vid));
  }

  /** Those that are alike in one piece, as the kernel tells of them. */
  async list(): Promise<unknown[]> {
    const pieces: (Vlan & { vid: number; vidEnd: number })[] = [];
    for (const [vid, vlan] of [...this.vlans].sort(([a], [b]) => a - b)) {
      const before = pieces.at(-1);
      const tunnel = before?.tunnelId === undefined ? undefined : Number(before.tunnelId) + vid - before.vid;
      const alike = JSON.stringify({ ...before, vid: 0, vidEnd: 0, tunnelId: tunnel });
      if (before?.vidEnd === vid - 1 && JSON.stringify({ ...piece(vid, vlan), vid: 0, vidEnd: 0 }) === alike)
        before.vidEnd = vid;
      else pieces.push(piece(vid, vlan));
    }
    return pieces;
  }
}

const piece = (vid: number, { state, pvid, untagged, tunnelId }: Vlan) => ({
  ...{ link: 7, vid, vidEnd: vid, state, pvid, untagged, tunnelId },
});

/** As much of a namespace as a transaction looks at; all that is not this port is empty. */
function namespaceOf(vlans: Port): Collections {
  const empty = (names: string) => Object.fromEntries(names.split(' ').map((name) => [name, {}]));
  const others = empty('addresses routes rules nexthops qdiscs classes sysctl');
  const [links, neighbours, filters] = [empty('altNames stats'), empty('tables'), empty('chains')];
  return { ...others, links, neighbours, filters, bridge: { ...empty('fdb mdb mst vnis'), vlans } } as never;
}

test('VLANs that came go, those that went or changed come back as they were', async () => {
  const port = new Port();
  await port.add({ link: 7, vid: 1, pvid: true, untagged: true });
  await port.add({ link: 7, vid: '10-12' });
  await port.set({ link: 7, vid: '10-12', tunnelId: 4000 });
  await port.set({ link: 7, vid: 11, state: 'blocking' });
  const before = structuredClone(await port.list());
  const undone = runTransaction(namespaceOf(port), async ({ bridge: { vlans } }) => {
    await vlans.add({ link: 'p0', vid: '12-20', untagged: true });
    await vlans.add({ link: 'p0', vid: 30, pvid: true });
    await vlans.set({ link: 'p0', vid: '10-11', state: 'learning', tunnelId: null });
    await vlans.set({ link: 'p0', vid: 1, tunnelId: 9 });
    await vlans.delete({ link: 'p0', vid: '11-30' });
    expect(await port.list()).not.toEqual(before);
    throw new Error('changed my mind');
  });
  await expect(undone).rejects.toMatchObject({ left: [], undone: { length: 5 } });
  expect(await port.list()).toEqual(before);
});
