import { ipAddress, macAddress } from '../check/ip.js';
import { type LinkRef, linkRef } from '../check/link.js';
import { type Check, type Checks, integer, port, wrongType } from '../check/options.js';
import { choice, listOf } from '../link/field.js';
import { ROUTE_PROTOCOLS } from '../names/tables.js';
import { parseIp } from '../packet/address.js';
import { MDB_PERMANENT, MDB_TEMPORARY } from '../uapi/if_bridge.js';
import { u8 } from '../wire/codec.js';
import { FILTER_MODES } from './mdb_message.js';

/** Which entry: a group at a port of a bridge. */
export interface MdbId {
  /** The bridge, or the VXLAN. */
  readonly link: LinkRef;
  /** A port of it; the bridge itself for the host, the VXLAN itself. */
  readonly port: LinkRef;
  /** An IPv4, IPv6 or hardware address of a multicast group. */
  readonly group: string;
  /** Only what this one sends. */
  readonly source?: string;
  readonly vid?: number;
  /** VXLAN: the tunnel endpoint. Since Linux 6.4. */
  readonly dst?: string;
  readonly dstPort?: number;
  readonly vni?: number;
  readonly sourceVni?: number;
  readonly via?: LinkRef;
}

/** An entry to be made. */
export interface MdbOptions extends MdbId {
  /** `temp`: until nobody asks for it any more (default); `permanent`. */
  readonly state?: 'temp' | 'permanent';
  /** What `sources` means. Since Linux 6.2, as are sources and protocol. */
  readonly filterMode?: keyof typeof FILTER_MODES;
  readonly sources?: readonly string[];
  readonly protocol?: keyof typeof ROUTE_PROTOCOLS | number;
}

/** A group, whatever ports it leads to. */
export type MdbGroup = Pick<MdbId, 'link' | 'group' | 'source' | 'vid' | 'sourceVni' | 'dst'>;

/** Which entries {@link Mdb.flush} takes away; the kernel filters. */
export interface MdbFlush
  extends Pick<MdbId, 'link' | 'vid' | 'dst' | 'dstPort' | 'vni' | 'sourceVni' | 'via'>,
    Pick<MdbOptions, 'state' | 'protocol'> {
  /** Only those at this port. */
  readonly port?: LinkRef;
}

/** Which entries {@link Mdb.list} gives. */
export interface MdbFilter {
  readonly link?: LinkRef;
  readonly vid?: number;
}

const groupAddress: Check = (field, value) => {
  if (typeof value === 'string' && parseIp(value)) return;
  try {
    macAddress(field, value);
  } catch {
    throw wrongType(field, value, 'an IPv4, IPv6 or hardware address');
  }
};

const vid = integer(1, 4094);
const vni = integer(0, 0xff_ffff);
export const idChecks: Checks<MdbId> = {
  link: linkRef,
  port: linkRef,
  group: groupAddress,
  source: ipAddress,
  vid,
  dst: ipAddress,
  dstPort: port,
  vni,
  sourceVni: vni,
  via: linkRef,
};
export const checks: Checks<MdbOptions> = {
  ...idChecks,
  state: choice(u8, { temp: MDB_TEMPORARY, permanent: MDB_PERMANENT }).check,
  filterMode: choice(u8, FILTER_MODES).check,
  sources: listOf(ipAddress),
  protocol: choice(u8, ROUTE_PROTOCOLS).check,
};

const { link, port: atPort, group, source, sourceVni, dst, dstPort, via } = idChecks;

export const groupChecks: Checks<MdbGroup> = { link, group, source, vid, sourceVni, dst };
export const filterChecks: Checks<MdbFilter> = { link, vid };
export const flushChecks: Checks<MdbFlush> = {
  ...{ link, port: atPort, vid, dst, dstPort, vni, sourceVni, via },
  state: checks.state,
  protocol: checks.protocol,
};
