/** Numbers of routes and rules that have names; the names are iproute2's. */

import { type Check, integer, show, wrongType } from '../check/options.js';
import {
  RT_SCOPE_HOST,
  RT_SCOPE_LINK,
  RT_SCOPE_NOWHERE,
  RT_SCOPE_SITE,
  RT_SCOPE_UNIVERSE,
  RT_TABLE_DEFAULT,
  RT_TABLE_LOCAL,
  RT_TABLE_MAIN,
  RT_TABLE_UNSPEC,
  RTPROT_BABEL,
  RTPROT_BGP,
  RTPROT_BIRD,
  RTPROT_BOOT,
  RTPROT_DHCP,
  RTPROT_DNROUTED,
  RTPROT_EIGRP,
  RTPROT_GATED,
  RTPROT_ISIS,
  RTPROT_KEEPALIVED,
  RTPROT_KERNEL,
  RTPROT_MROUTED,
  RTPROT_MRT,
  RTPROT_NTK,
  RTPROT_OPENR,
  RTPROT_OSPF,
  RTPROT_RA,
  RTPROT_REDIRECT,
  RTPROT_RIP,
  RTPROT_STATIC,
  RTPROT_UNSPEC,
  RTPROT_XORP,
  RTPROT_ZEBRA,
} from '../uapi/rtnetlink.js';
import { NameTable } from './name_table.js';

/** Who made a route, as `ip route` spells it. */
export const ROUTE_PROTOCOLS = {
  unspec: RTPROT_UNSPEC,
  redirect: RTPROT_REDIRECT,
  kernel: RTPROT_KERNEL,
  boot: RTPROT_BOOT,
  static: RTPROT_STATIC,
  gated: RTPROT_GATED,
  ra: RTPROT_RA,
  mrt: RTPROT_MRT,
  zebra: RTPROT_ZEBRA,
  bird: RTPROT_BIRD,
  dnrouted: RTPROT_DNROUTED,
  xorp: RTPROT_XORP,
  ntk: RTPROT_NTK,
  dhcp: RTPROT_DHCP,
  mrouted: RTPROT_MROUTED,
  keepalived: RTPROT_KEEPALIVED,
  babel: RTPROT_BABEL,
  openr: RTPROT_OPENR,
  bgp: RTPROT_BGP,
  isis: RTPROT_ISIS,
  ospf: RTPROT_OSPF,
  rip: RTPROT_RIP,
  eigrp: RTPROT_EIGRP,
} as const;

/** Tables that have names everywhere. */
export const ROUTE_TABLES = {
  unspec: RT_TABLE_UNSPEC,
  default: RT_TABLE_DEFAULT,
  main: RT_TABLE_MAIN,
  local: RT_TABLE_LOCAL,
} as const;

/** Scopes of addresses and routes, as `ip` spells them. */
export const SCOPES = {
  global: RT_SCOPE_UNIVERSE,
  site: RT_SCOPE_SITE,
  link: RT_SCOPE_LINK,
  host: RT_SCOPE_HOST,
  nowhere: RT_SCOPE_NOWHERE,
} as const;

export const tableNames = new NameTable(ROUTE_TABLES, 'rt_tables');
export const protocolNames = new NameTable(ROUTE_PROTOCOLS, 'rt_protos');
export const scopeNames = new NameTable(SCOPES, 'rt_scopes');
export const realmNames = new NameTable({ cosmos: 0 }, 'rt_realms');
export const dsfieldNames = new NameTable({ default: 0 }, 'rt_dsfield');

let once: Promise<unknown> | undefined;
let all = false;

/** Reads all the files, unless they have been read this way: where there is no time to read one when it is wanted. */
export function readNamesOnce(): Promise<unknown> | undefined {
  if (all) return undefined;
  once ??= Promise.all(
    [tableNames, protocolNames, scopeNames, realmNames, dsfieldNames].map((table) => table.read()),
  ).then(() => {
    all = true;
  });
  return once;
}

/** One of the names in `T`, or any other name of iproute2's files on this machine. */
export type NameOf<T> = (keyof T & string) | (string & {});

/** A number up to `most`, or what may be a name of one. */
export function numberOrName(most: number): Check {
  const number = integer(0, most);
  return (field, value) => {
    if (typeof value === 'number') number(field, value);
    else if (typeof value !== 'string' || !/^[\w.:+-]+$/.test(value))
      throw wrongType(field, value, 'a number or a name');
  };
}

/** Realms of a route or rule: of where packets come from, and of where they go. */
export interface Realms {
  readonly from?: NameOf<{ cosmos: 0 }> | number;
  readonly to: NameOf<{ cosmos: 0 }> | number;
}

/** As the kernel has them: two numbers of 16 bits in one. */
export function realmsNumber(field: string, { from = 0, to }: Realms): number {
  const [source, destination] = [
    realmNames.number(`${field}.from`, from),
    realmNames.number(`${field}.to`, to),
  ];
  for (const realm of [source, destination])
    if (realm > 0xffff) throw new RangeError(`${field} must be of numbers up to 65535, not ${show(realm)}`);
  return source * 0x1_0000 + destination;
}

export function readRealms(number: number): { readonly from: number; readonly to: number } {
  return { from: number >>> 16, to: number & 0xffff };
}
