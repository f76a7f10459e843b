import { bond } from './bond.js';
import { bridge } from './bridge.js';
import { dummy } from './dummy.js';
import { erspan, ip6erspan } from './erspan.js';
import { geneve } from './geneve.js';
import { gre, gretap, ip6gre, ip6gretap } from './gre.js';
import { ifb } from './ifb.js';
import { ip6tnl, ipip, sit } from './iptunnel.js';
import { ipvlan, ipvtap } from './ipvlan.js';
import type { KindChanges, KindData, KindOptions } from './kind.js';
import { macvlan, macvtap } from './macvlan.js';
import { netkit } from './netkit.js';
import { nlmon } from './nlmon.js';
import { tun } from './tun.js';
import { veth } from './veth.js';
import { vlan } from './vlan.js';
import { vrf } from './vrf.js';
import { vti, vti6 } from './vti.js';
import { vxlan } from './vxlan.js';
import { wireguard } from './wireguard.js';
import { xfrm } from './xfrm.js';

/** Every kind of link that can be made. A new kind is a file beside this one and a line here. */
export const LINK_KINDS = {
  bond,
  bridge,
  dummy,
  erspan,
  geneve,
  gre,
  gretap,
  ifb,
  ip6erspan,
  ip6gre,
  ip6gretap,
  ip6tnl,
  ipip,
  ipvlan,
  ipvtap,
  macvlan,
  macvtap,
  netkit,
  nlmon,
  sit,
  tun,
  veth,
  vlan,
  vrf,
  vti,
  vti6,
  vxlan,
  wireguard,
  xfrm,
} as const;

/** The kinds of links that can be made, by their names in `ip link add ... type`. */
export type LinkKindName = keyof typeof LINK_KINDS;

/** What `links.add` takes, by kind. */
export type LinkOptions = { [K in LinkKindName]: KindOptions<K, (typeof LINK_KINDS)[K]> }[LinkKindName];

/** What `links.add` takes for one kind. */
export type LinkOptionsOf<K extends LinkKindName> = KindOptions<K, (typeof LINK_KINDS)[K]>;

/** What `links.set` can change of a kind's own, by kind. */
export type LinkKindChanges = { [K in LinkKindName]: KindChanges<K, (typeof LINK_KINDS)[K]> }[LinkKindName];

/** What is read of a link's kind, by kind. */
export type LinkData = { [K in LinkKindName]: LinkDataOf<K> }[LinkKindName];

/** What is read of one kind. */
export type LinkDataOf<K extends LinkKindName> = KindData<K, (typeof LINK_KINDS)[K]>;
