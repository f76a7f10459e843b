import type { Ifindex } from '../check/link.js';
import { IFF_UP } from '../uapi/if.js';
import type { Attributes, RawAttribute } from '../wire/attributes.js';
import type { Decoded } from '../wire/message.js';
import { type ADDRESS_GENERATION, type LinkConfs, readConfs } from './family.js';
import { type LinkFlag, linkFlags } from './flags.js';
import { LINK_KINDS, type LinkData, type LinkDataOf, type LinkKindName } from './kinds/index.js';
import type { LinkKind, Values } from './kinds/kind.js';
import type { LINK_MODES, LinkMap, linkBody, OPER_STATES } from './message.js';
import { PORT_KINDS, type PortData, type PortKindName } from './ports/index.js';
import { type LinkStats, readStats } from './stats.js';
import type { VirtualFunction } from './vf.js';
import type { Xdp } from './xdp.js';

/**
 * A link as the kernel reports it: what `ip -details link show` prints.
 *
 * Source: `<linux/if_link.h>`.
 */
export interface Link {
  readonly index: Ifindex;
  readonly name: string;
  /** What made it, `'veth'`; `undefined` for loopback and physical interfaces. */
  readonly kind: LinkKindName | (string & {}) | undefined;
  /** Administratively up (IFF_UP). Whether packets can pass is {@link operState}. */
  readonly up: boolean;
  /** As `ip link` prints them between angle brackets, except that `RUNNING` is said where `ip` says NO-CARRIER of its absence. */
  readonly flags: readonly LinkFlag[];
  /** In bytes. */
  readonly mtu: number;
  readonly minMtu: number | undefined;
  /** `undefined`: none beyond what fits the protocol. */
  readonly maxMtu: number | undefined;
  /** Hardware address. */
  readonly address: string | undefined;
  readonly broadcast: string | undefined;
  /** The address that the device was made with, where it tells. */
  readonly permanentAddress: string | undefined;
  readonly operState: keyof typeof OPER_STATES | number;
  /** The link beneath or, of a veth, its peer: an index in the namespace {@link linkNamespaceId}. */
  readonly link: Ifindex | undefined;
  /** `undefined`: this namespace. Source: `ip netns list-id`. */
  readonly linkNamespaceId: number | undefined;
  /** The bridge, bond or VRF that it belongs to. */
  readonly master: Ifindex | undefined;
  readonly qdisc: string | undefined;
  /** What its kind has beside that; of a kind that is not known here, as it came. */
  readonly data: LinkData | UnknownData | undefined;
  /** What it is to its master. */
  readonly port: PortData | UnknownData | undefined;
  /** In packets. */
  readonly txQueueLength: number;
  readonly txQueues: number;
  readonly rxQueues: number;
  readonly group: number;
  /** How many want it promiscuous. */
  readonly promiscuity: number;
  readonly alias: string | undefined;
  readonly altNames: readonly string[];
  readonly linkMode: keyof typeof LINK_MODES | number | undefined;
  /** How many want all multicast. */
  readonly allMulticast: number | undefined;
  readonly carrier: boolean | undefined;
  readonly carrierChanges: number | undefined;
  readonly carrierUps: number | undefined;
  readonly carrierDowns: number | undefined;
  readonly protoDown: boolean | undefined;
  /** Bits that say why; `undefined`: none. */
  readonly protoDownReason: number | undefined;
  /** In bytes, and in segments. */
  readonly gsoMaxSize: number | undefined;
  readonly gsoMaxSegments: number | undefined;
  readonly groMaxSize: number | undefined;
  readonly gsoIpv4MaxSize: number | undefined;
  readonly groIpv4MaxSize: number | undefined;
  readonly tsoMaxSize: number | undefined;
  readonly tsoMaxSegments: number | undefined;
  /** How it makes IPv6 addresses; `undefined`: it has no IPv6. */
  readonly addressGeneration: keyof typeof ADDRESS_GENERATION | number | undefined;
  /** Lower half of the IPv6 addresses that it makes. */
  readonly token: string | undefined;
  /** Its XDP program. */
  readonly xdp: Xdp | undefined;
  /** The device that it is a part of, as `pci` and `0000:00:1f.6`. */
  readonly parentBus: string | undefined;
  readonly parentDevice: string | undefined;
  readonly physicalPortName: string | undefined;
  readonly physicalPortId: string | undefined;
  readonly physicalSwitchId: string | undefined;
  /** Bytes that it wants in front of and behind a packet. Since Linux 6.17. */
  readonly headroom: number | undefined;
  readonly tailroom: number | undefined;
  /** Whether it cannot be moved to another namespace. Since Linux 6.15. */
  readonly namespaceImmutable: boolean | undefined;
  /** How far ahead packets can be handed to the device to be sent in time, in nanoseconds. Since Linux 6.13. */
  readonly pacingHorizon: number | undefined;
  /** Resources of an adapter of old. */
  readonly map: LinkMap | undefined;
  /** What devlink and dpll know it by, as it came; `undefined`: they do not. */
  readonly devlinkPort: Uint8Array | undefined;
  readonly dpllPin: Uint8Array | undefined;
  /** What it has counted, if that was asked for. */
  readonly stats: LinkStats | undefined;
  /** Virtual functions, if they were asked for. */
  readonly vfs: readonly VirtualFunction[] | undefined;
  /** Settings for IPv4 and IPv6, if they were asked for. */
  readonly conf: LinkConfs | undefined;
  /** Attributes that have no name here yet, as they came. */
  readonly unknown: readonly RawAttribute[];
}

/** What is known of a link of one kind. */
export interface LinkOf<K extends LinkKindName> extends Omit<Link, 'kind' | 'data'> {
  readonly kind: K;
  readonly data: LinkDataOf<K>;
}

/** Attributes of a kind that is not known here. */
export interface UnknownData {
  readonly kind?: undefined;
  readonly raw: Uint8Array;
}

/** What of a link is only told if it is asked for. */
export interface Extras {
  readonly stats?: boolean;
  readonly conf?: boolean;
}

export function toLink(
  message: Decoded<typeof linkBody>,
  { stats = false, conf = false }: Extras = {},
): Link {
  const { info, families } = message;
  return {
    index: message.index,
    name: message.name ?? '',
    kind: info?.kind,
    up: (message.flags & IFF_UP) !== 0,
    flags: linkFlags(message.flags),
    mtu: message.mtu ?? 0,
    minMtu: message.minMtu,
    maxMtu: message.maxMtu || undefined,
    address: message.address,
    broadcast: message.broadcast,
    permanentAddress: message.permanentAddress,
    operState: message.operState ?? 'UNKNOWN',
    link: message.link || undefined,
    linkNamespaceId: message.linkNamespaceId,
    master: message.master,
    data: readData(info?.kind, info?.data),
    port: readPort(info?.portKind, info?.portData),
    qdisc: message.qdisc,
    txQueueLength: message.txQueueLength ?? 0,
    txQueues: message.txQueues ?? 0,
    rxQueues: message.rxQueues ?? 0,
    group: message.group ?? 0,
    promiscuity: message.promiscuity ?? 0,
    alias: message.alias,
    altNames: message.altNames ?? [],
    linkMode: message.linkMode,
    allMulticast: message.allMulticast,
    carrier: message.carrier === undefined ? undefined : message.carrier !== 0,
    carrierChanges: message.carrierChanges,
    carrierUps: message.carrierUps,
    carrierDowns: message.carrierDowns,
    protoDown: message.protoDown === undefined ? undefined : message.protoDown !== 0,
    protoDownReason: message.protoDownReason?.value,
    gsoMaxSize: message.gsoMaxSize,
    gsoMaxSegments: message.gsoMaxSegments,
    groMaxSize: message.groMaxSize,
    gsoIpv4MaxSize: message.gsoIpv4MaxSize,
    groIpv4MaxSize: message.groIpv4MaxSize,
    tsoMaxSize: message.tsoMaxSize,
    tsoMaxSegments: message.tsoMaxSegments,
    addressGeneration: families?.inet6?.addressGeneration,
    token: families?.inet6?.token,
    xdp: message.xdp,
    parentBus: message.parentBus,
    parentDevice: message.parentDevice,
    physicalPortName: message.physicalPortName,
    physicalPortId: message.physicalPortId,
    physicalSwitchId: message.physicalSwitchId,
    headroom: message.headroom,
    tailroom: message.tailroom,
    namespaceImmutable:
      message.namespaceImmutable === undefined ? undefined : message.namespaceImmutable !== 0,
    pacingHorizon: message.pacingHorizon,
    map: message.map,
    devlinkPort: unlessEmpty(message.devlinkPort),
    dpllPin: unlessEmpty(message.dpllPin),
    stats: stats && message.stats ? readStats(message.stats) : undefined,
    vfs: message.vfs,
    conf: conf ? readConfs(families) : undefined,
    unknown: message.unknown ?? [],
  };
}

const unlessEmpty = (bytes: Uint8Array | undefined) => (bytes?.length ? bytes : undefined);

function readData(kind: string | undefined, raw: Uint8Array | undefined): Link['data'] {
  const known = kind !== undefined && Object.hasOwn(LINK_KINDS, kind);
  if (!known) return raw && { raw };
  const { table, tidy }: LinkKind = LINK_KINDS[kind as LinkKindName];
  const data = raw ? readAll(table.attributes, raw) : {};
  return { kind, ...(tidy ? tidy(data) : data) } as LinkData;
}

function readPort(kind: string | undefined, raw: Uint8Array | undefined): Link['port'] {
  const known = kind !== undefined && Object.hasOwn(PORT_KINDS, kind);
  if (!known) return raw && { raw };
  const { attributes } = PORT_KINDS[kind as PortKindName];
  return { kind, ...(raw ? readAll(attributes, raw) : {}) } as PortData;
}

function readAll(set: Attributes, raw: Uint8Array): Values {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  return set.read(view, 0, raw.byteLength);
}
