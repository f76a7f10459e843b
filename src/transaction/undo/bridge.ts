/** How changes of what bridges and VXLANs know are undone. */

import type { Bridge } from '../../bridge/bridge.js';
import type { FdbFlush, FdbId, FdbOptions } from '../../bridge/fdb.js';
import type { FdbEntry } from '../../bridge/fdb_entry.js';
import type { GlobalVlan, GlobalVlanChanges } from '../../bridge/global_vlans.js';
import type { MdbEntry } from '../../bridge/mdb_entry.js';
import type { MdbOptions } from '../../bridge/mdb_options.js';
import type { MstChanges, MstState } from '../../bridge/mst.js';
import { parseRange } from '../../bridge/range.js';
import type { BridgeVlan, BridgeVlanChanges } from '../../bridge/vlans.js';
import type { Vni } from '../../bridge/vnis.js';
import type { LinkRef } from '../../check/link.js';
import { differing } from './difference.js';
import type { InversesOf } from './inverse.js';

export interface OnLink {
  readonly link: LinkRef;
}

/** Without what is not there. */
function said<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

const joined = (...parts: readonly unknown[]) => parts.join(' ');

function fdbId({ link, lladdr, vlan, flags, dst, port, vni, sourceVni, via, nexthop, master }: FdbEntry) {
  const place = flags.includes('self') || master === undefined ? { self: true } : { master: true };
  return said({ link, lladdr, vlan, dst, port, vni, sourceVni, via, nexthop, ...place }) as FdbId;
}

/** One that was learnt may have aged since. */
const fdbValue = ({ state, flags }: FdbEntry) => ({
  state: state === 'stale' ? 'dynamic' : state,
  router: flags.includes('router'),
  externLearn: flags.includes('externLearn'),
  sticky: flags.includes('sticky'),
});

function fdbBack<Options>(list: (bridge: Bridge, options: Options) => Promise<FdbEntry[]>) {
  return differing<Options, FdbEntry>({
    list: (on, options) => list(on.bridge, options),
    key: ({ link, lladdr, vlan, master, dst, port, vni, sourceVni, via, nexthop }) =>
      joined(link, lladdr, vlan, master, dst, port, vni, sourceVni, via, nexthop),
    value: fdbValue,
    remove: (on, entry) => on.bridge.fdb.delete(fdbId(entry)),
    put: (on, was, now) => {
      const options = { ...fdbId(was), ...fdbValue(was) } as FdbOptions;
      return now ? on.bridge.fdb.replace(options) : on.bridge.fdb.append(options);
    },
  });
}

/** Of an address, wherever it is: it may come from another port. */
const fdbEntryBack = fdbBack<FdbId>(async ({ fdb }, { lladdr }) =>
  (await fdb.list()).filter((entry) => entry.lladdr === lladdr.toLowerCase().replaceAll('-', ':')),
);

const fdbFlushBack = fdbBack<FdbFlush>(async ({ fdb }, { link }) =>
  (await Promise.all([fdb.list({ link }), fdb.list({ master: link })])).flat(),
);

/** Of these only the kernel can be the origin. */
const NOT_TO_BE_SAID: readonly unknown[] = ['unspec', 'redirect', 'kernel', 'boot'];

const mdbId = ({ link, port, group, source, vid, dst, dstPort, vni, sourceVni, via }: MdbEntry) =>
  said({ link, port, group, source, vid, dst, dstPort, vni, sourceVni, via }) as MdbOptions;

/**
 * A filter of sources is only had by what is not of one source itself. What is so when nothing is said is left out: before
 * Linux 6.2 the kernel tells it, but does not hear of it.
 */
const mdbValue = ({ state, source, filterMode, sources, protocol }: MdbEntry) => ({
  state,
  filterMode: source === undefined && filterMode !== 'exclude' ? filterMode : undefined,
  sources: sources.length === 0 ? undefined : sources.map(({ address }) => address),
  protocol: protocol === 'static' || NOT_TO_BE_SAID.includes(protocol) ? undefined : protocol,
});

const mdbBack = differing<OnLink, MdbEntry>({
  // First what brings its sources along.
  list: async (on, { link }) =>
    (await on.bridge.mdb.list({ link })).sort(
      (a, b) => Number(Boolean(a.source)) - Number(Boolean(b.source)),
    ),
  key: ({ port, group, source, vid, dst, dstPort, vni, sourceVni, via }) =>
    joined(port, group, source, vid, dst, dstPort, vni, sourceVni, via),
  value: mdbValue,
  remove: (on, entry) => on.bridge.mdb.delete(mdbId(entry)),
  put: async (on, was, now) => {
    const options = { ...mdbId(was), ...said(mdbValue(was)) } as MdbOptions;
    if (now) return on.bridge.mdb.replace(options);
    // Sources came with their group, and what hosts have joined they may have joined again.
    const returns = was.source !== undefined || was.state === 'temp';
    return on.bridge.mdb.add(options).catch((error) => {
      if (error.code !== 'EEXIST' || !returns) throw error;
    });
  },
});

/** One by one what is listed as ranges. */
function each<T>(ranges: readonly T[], first: keyof T, last: keyof T): T[] {
  return ranges.flatMap((range) => {
    const [from, to] = [Number(range[first]), Number(range[last])];
    return Array.from({ length: to - from + 1 }, (_, i) => ({
      ...range,
      [first]: from + i,
      [last]: from + i,
    }));
  });
}

const vlanPlace = ({ pvid, untagged }: BridgeVlan) => ({ pvid, untagged });

const vlanValue = (vlan: BridgeVlan) => ({
  state: vlan.state,
  tunnelId: vlan.tunnelId,
  multicastRouter: vlan.multicastRouter,
  multicastMaxGroups: vlan.multicastMaxGroups,
  neighbourSuppress: vlan.neighbourSuppress,
  neighbourForwardGratuitous: vlan.neighbourForwardGratuitous,
});

/** Those of the tunnels of a range count up with it. */
const eachVlan = (ranges: readonly BridgeVlan[]): BridgeVlan[] =>
  ranges.flatMap((range) =>
    each([range], 'vid', 'vidEnd').map((vlan) => ({
      ...vlan,
      tunnelId: range.tunnelId === undefined ? undefined : range.tunnelId + vlan.vid - range.vid,
    })),
  );

/** Those values that are other than now, to be set. */
function changed(was: object, now: object): object {
  const before: Record<string, unknown> = { ...was };
  const differs = Object.entries(now).filter(([name, value]) => before[name] !== value);
  return Object.fromEntries(differs.map(([name]) => [name, before[name] ?? null]));
}

const vlansBack = differing<OnLink, BridgeVlan>({
  list: async (on, { link }) => eachVlan(await on.bridge.vlans.list({ link })),
  key: ({ vid }) => String(vid),
  value: (vlan) => ({ ...vlanPlace(vlan), ...vlanValue(vlan) }),
  remove: (on, { link, vid }) => on.bridge.vlans.delete({ link, vid }),
  put: async ({ bridge: { vlans } }, was) => {
    const id = { link: was.link, vid: was.vid };
    await vlans.add({ ...id, ...vlanPlace(was) });
    const [now] = eachVlan(await vlans.list(id)).filter(({ vid }) => vid === was.vid);
    const changes = now ? changed(vlanValue(was), vlanValue(now)) : {};
    if (Object.keys(changes).length > 0) await vlans.set({ ...id, ...changes } as BridgeVlanChanges);
  },
});

const globalBack = differing<GlobalVlanChanges, GlobalVlan>({
  list: async (on, { link, vid }) => {
    const [first, last] = parseRange(vid);
    const all = each(await on.bridge.vlans.global.list({ link }), 'vid', 'vidEnd');
    return all.filter((vlan) => vlan.vid >= first && vlan.vid <= last);
  },
  key: ({ vid }) => String(vid),
  value: globalValue,
  remove: async () => {},
  put: async ({ bridge: { vlans } }, was, now) => {
    const changes = changed(globalValue(was), now ? globalValue(now) : {});
    await vlans.global.set({ link: was.link, vid: was.vid, ...changes } as GlobalVlanChanges);
  },
});

function globalValue({ link, vid, vidEnd, multicastQuerierState, routers, unknown, ...said }: GlobalVlan) {
  return said;
}

const mstBack = differing<MstChanges, MstState>({
  list: (on, { link }) => on.bridge.mst.list({ link }),
  key: ({ msti }) => String(msti),
  value: ({ state }) => state,
  remove: async () => {},
  put: (on, was) => on.bridge.mst.set(was as MstChanges),
});

const vnisBack = differing<OnLink, Vni>({
  list: async (on, { link }) => each(await on.bridge.vnis.list({ link }), 'vni', 'vniEnd'),
  key: ({ vni }) => String(vni),
  value: ({ group }) => group,
  remove: (on, { link, vni }) => on.bridge.vnis.delete({ link, vni }),
  put: async ({ bridge: { vnis } }, { link, vni, group }, now) => {
    if (now) await vnis.delete({ link, vni });
    await vnis.add({ link, vni, ...(group === undefined ? {} : { group }) });
  },
});

export const BRIDGE_INVERSES = {
  fdb: {
    add: fdbEntryBack,
    append: fdbEntryBack,
    replace: fdbEntryBack,
    delete: fdbEntryBack,
    flush: fdbFlushBack,
  },
  mdb: { add: mdbBack, replace: mdbBack, delete: mdbBack, flush: mdbBack },
  vlans: {
    add: vlansBack,
    set: vlansBack,
    delete: vlansBack,
    global: { set: globalBack },
  },
  mst: { set: mstBack },
  vnis: { add: vnisBack, delete: vnisBack },
} satisfies InversesOf<Bridge>;
