/** What can be said of every link, whatever its kind. */

import { macAddress } from '../check/ip.js';
import { ifindex, type LinkRef, linkName, linkRef } from '../check/link.js';
import {
  boolean,
  type Check,
  type Checks,
  checkOptions,
  integer,
  nested,
  oneOf,
  text,
} from '../check/options.js';
import {
  IFF_ALLMULTI,
  IFF_DYNAMIC,
  IFF_MULTICAST,
  IFF_NOARP,
  IFF_NOTRAILERS,
  IFF_PROMISC,
  IFF_UP,
} from '../uapi/if.js';
import { type LinkDestination, linkDestination } from './destination.js';
import { ADDRESS_GENERATION } from './family.js';
import { ipv6, listOf } from './field.js';
import { altName } from './link_target.js';
import { LINK_MODES, OPER_STATES } from './message.js';
import { PORT_KINDS, type PortKindName, type PortOptions } from './ports/index.js';
import { type VfChange, vfChanges } from './vf_change.js';
import { type XdpChange, xdpAttributes, xdpChange } from './xdp.js';

/** Interface flags as options, with the value of the flag that `true` stands for. */
const SWITCHES = {
  up: [IFF_UP, true],
  arp: [IFF_NOARP, false],
  multicast: [IFF_MULTICAST, true],
  allMulticast: [IFF_ALLMULTI, true],
  promiscuous: [IFF_PROMISC, true],
  dynamic: [IFF_DYNAMIC, true],
  trailers: [IFF_NOTRAILERS, false],
} as const;

interface LinkSwitches {
  /** Administratively up. Made without it, a link is down, as `ip link add` makes it. */
  readonly up?: boolean;
  /** Asks for neighbours by ARP. */
  readonly arp?: boolean;
  readonly multicast?: boolean;
  /** Takes all multicast. */
  readonly allMulticast?: boolean;
  /** Takes every frame. */
  readonly promiscuous?: boolean;
  readonly dynamic?: boolean;
  readonly trailers?: boolean;
}

/** What can be said when a link is made, and changed later. */
interface LinkSettings extends LinkSwitches {
  /** Hardware address; random if it is left out. */
  readonly address?: string;
  readonly broadcast?: string;
  /** In bytes; the kind's own default if it is left out. */
  readonly mtu?: number;
  /** In packets. */
  readonly txQueueLength?: number;
  readonly group?: number;
  /** Largest packet handed to the device to be cut, in bytes and in segments. */
  readonly gsoMaxSize?: number;
  readonly gsoMaxSegments?: number;
  /** Largest packet put together from received ones, in bytes. */
  readonly groMaxSize?: number;
  /** The same, for IPv4. */
  readonly gsoIpv4MaxSize?: number;
  readonly groIpv4MaxSize?: number;
  readonly linkMode?: keyof typeof LINK_MODES;
  readonly operState?: keyof typeof OPER_STATES;
  /** Free text, at most 255 bytes. */
  readonly alias?: string;
  /** For kinds that let it be set, such as dummy and macvlan. */
  readonly carrier?: boolean;
  /** A protocol's own "down", beside the administrative one. */
  readonly protoDown?: boolean;
  /** Bits that say why; the link stays down as long as one is set. */
  readonly protoDownReason?: { readonly mask: number; readonly value: number };
  /** How it makes IPv6 addresses: `ip link set addrgenmode`. */
  readonly addressGeneration?: keyof typeof ADDRESS_GENERATION;
  /** Lower half of the IPv6 addresses that it makes: `ip token set`. */
  readonly token?: string;
  /** What it is to its master: `ip link set LINK type bridge_slave`. */
  readonly port?: PortOptions;
}

/** What every kind of link takes when it is made. */
export interface CommonLinkOptions extends LinkSettings {
  /** At most 15 bytes, no slash, colon or blank. `%d` in it is replaced by the first number that is free. */
  readonly name: string;
  /** Interface index; the kernel chooses if it is left out. */
  readonly index?: number;
  /** The link beneath, for kinds that stand on one. */
  readonly link?: LinkRef;
  /** Number of the namespace that {@link link} is in, if that is another: `link-netnsid`. */
  readonly linkNamespaceId?: number;
  /** The bridge, bond or VRF that it is to belong to. */
  readonly master?: LinkRef;
  readonly txQueues?: number;
  readonly rxQueues?: number;
  /** Up to 127 bytes each. */
  readonly altNames?: readonly string[];
  /** Makes the link there; {@link link} is still one of here. */
  readonly namespace?: LinkDestination;
}

/** What {@link Links.set} can change of every link. */
export interface CommonLinkChanges extends LinkSettings {
  /** A new name. Older kernels want the link down for that. */
  readonly name?: string;
  /** The bridge, bond or VRF that it is to belong to; `null`: to none. */
  readonly master?: LinkRef | null;
  /**
   * Moves the link there. That takes the kernel some 20 ms, and its addresses and routes go: to have a link
   * somewhere from the start, make it there.
   */
  readonly namespace?: LinkDestination;
  /** Virtual functions of an adapter (SR-IOV). @throws NetlinkError EOPNOTSUPP if it has none. */
  readonly vfs?: readonly VfChange[];
  /** The program that sees packets first. */
  readonly xdp?: XdpChange;
}

const u32 = integer(0, 0xffff_ffff);

const port: Check = (field, value) => {
  const kind = (value as { kind?: unknown } | null)?.kind;
  oneOf(...Object.keys(PORT_KINDS))(`${field}.kind`, kind);
  const { checks } = PORT_KINDS[kind as PortKindName];
  checkOptions(field, value as object, { kind: text, ...checks.set } as never, [], `${field}.`);
};

const settings: Checks<LinkSettings> = {
  up: boolean,
  arp: boolean,
  multicast: boolean,
  allMulticast: boolean,
  promiscuous: boolean,
  dynamic: boolean,
  trailers: boolean,
  address: macAddress,
  broadcast: macAddress,
  mtu: u32,
  txQueueLength: u32,
  group: u32,
  gsoMaxSize: u32,
  gsoMaxSegments: u32,
  groMaxSize: u32,
  gsoIpv4MaxSize: u32,
  groIpv4MaxSize: u32,
  linkMode: oneOf(...Object.keys(LINK_MODES)),
  operState: oneOf(...Object.keys(OPER_STATES)),
  alias: text,
  carrier: boolean,
  protoDown: boolean,
  protoDownReason: nested<{ mask: number; value: number }>({ mask: u32, value: u32 }, ['mask', 'value']),
  addressGeneration: oneOf(...Object.keys(ADDRESS_GENERATION)),
  token: ipv6.check,
  port,
};

export const creationChecks: Checks<CommonLinkOptions> = {
  ...settings,
  name: linkName,
  index: ifindex,
  link: linkRef,
  linkNamespaceId: integer(0, 0x7fff_ffff),
  master: linkRef,
  txQueues: integer(1, 4096),
  rxQueues: integer(1, 4096),
  altNames: listOf(altName),
  namespace: linkDestination,
};

export const changeChecks: Checks<CommonLinkChanges> = {
  ...settings,
  name: linkName,
  master: (field, value) => {
    if (value !== null) linkRef(field, value);
  },
  namespace: linkDestination,
  vfs: vfChanges,
  xdp: xdpChange,
};

/** What the kernel does not heed in the message that makes a link: it takes a second one. */
const LATER = [
  'alias',
  'altNames',
  'carrier',
  'protoDown',
  'protoDownReason',
  'addressGeneration',
  'token',
  'port',
] as const;

/** What is said of a link once it is there. */
export interface LaterSettings extends CommonLinkChanges {
  readonly altNames?: readonly string[];
}

/** Divides the options of a new link into those that hold from the start and those that come after. */
export function divideOptions<O extends CommonLinkOptions>(
  options: O,
): { first: O; later: LaterSettings | undefined } {
  const laterOnes = LATER.filter((name) => options[name] !== undefined);
  if (laterOnes.length === 0) return { first: options, later: undefined };
  const first = { ...options } as unknown as Record<string, unknown>;
  const later: Record<string, unknown> = {};
  // Up comes last of all: how IPv6 addresses are made has to be known by then.
  for (const name of [...laterOnes, 'up'] as const) {
    later[name] = first[name];
    delete first[name];
  }
  return { first: first as unknown as O, later };
}

/**
 * Divides changes into those of one request, if there are any, and what a second one says of the port. What a link is to
 * its master, the kernel asks of the one that it has, not of the one that it is about to get. And the state of a
 * bridge's port goes when anything of the link changes: one that is disabled forwards again.
 */
export function divideChanges<C extends CommonLinkChanges>(
  changes: C,
): { first: Omit<C, 'port'> | undefined; port: PortOptions | undefined } {
  const { port, ...first } = changes;
  if (port === undefined || (changes.master === undefined && !hasState(port)))
    return { first: changes, port: undefined };
  if (changes.master === null) throw new TypeError('port needs a master, and master is null');
  if (changes.namespace !== undefined)
    throw new TypeError('port cannot be set together with namespace here: a second request sets it');
  const others = Object.values(first).some((value) => value !== undefined);
  return { first: others ? first : undefined, port };
}

/** Whether it says what the spanning tree lets a port of a bridge do. */
export function hasState(port: PortOptions): boolean {
  return port.kind === 'bridge' && port.state !== undefined;
}

/** Flags and which of them are meant, for the header of a request. */
export function flagsOf(options: LinkSwitches): { flags?: number; change?: number } {
  let flags = 0;
  let change = 0;
  for (const [name, [bit, on]] of Object.entries(SWITCHES)) {
    const value = options[name as keyof LinkSwitches];
    if (value === undefined) continue;
    change |= bit;
    if (value === on) flags |= bit;
  }
  return change === 0 ? {} : { flags, change };
}

/** What is said of every link, as attributes; flags, namespace and kind are the caller's. */
export function commonAttributes(options: CommonLinkOptions | CommonLinkChanges) {
  const {
    name,
    link,
    linkNamespaceId,
    txQueues,
    rxQueues,
    vfs,
    xdp,
  }: Partial<
    Pick<CommonLinkOptions, 'name' | 'link' | 'linkNamespaceId' | 'txQueues' | 'rxQueues'> &
      Pick<CommonLinkChanges, 'vfs' | 'xdp'>
  > = options;
  const { addressGeneration, token, master, carrier, protoDown } = options;
  const inet6 = { addressGeneration, token };
  return {
    name,
    address: options.address,
    broadcast: options.broadcast,
    mtu: options.mtu,
    link,
    linkNamespaceId,
    master: master === null ? 0 : master,
    txQueueLength: options.txQueueLength,
    operState: options.operState,
    linkMode: options.linkMode,
    alias: options.alias,
    group: options.group,
    txQueues,
    rxQueues,
    gsoMaxSize: options.gsoMaxSize,
    gsoMaxSegments: options.gsoMaxSegments,
    groMaxSize: options.groMaxSize,
    gsoIpv4MaxSize: options.gsoIpv4MaxSize,
    groIpv4MaxSize: options.groIpv4MaxSize,
    carrier: carrier === undefined ? undefined : Number(carrier),
    protoDown: protoDown === undefined ? undefined : Number(protoDown),
    protoDownReason: options.protoDownReason,
    vfs,
    xdp: xdp && xdpAttributes(xdp),
    families: addressGeneration === undefined && token === undefined ? undefined : { inet6 },
  };
}

/** What can still be said of a link that was made in another way than by RTM_NEWLINK. */
export function settingsOf(options: CommonLinkOptions): LaterSettings | undefined {
  const names = [...Object.keys(settings), 'master', 'altNames'];
  const said = Object.entries(options).filter(([name, value]) => names.includes(name) && value !== undefined);
  return said.length === 0 ? undefined : Object.fromEntries(said);
}
