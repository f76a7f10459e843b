import { addressEvents } from './address.js';
import { classEvents } from './class.js';
import { fdbEvents } from './fdb.js';
import { filterEvents } from './filter.js';
import { linkEvents } from './link.js';
import { mdbEvents } from './mdb.js';
import { mrouteEvents } from './mroute.js';
import { neighbourEvents } from './neighbour.js';
import { netconfEvents } from './netconf.js';
import { nexthopEvents } from './nexthop.js';
import { nsidEvents } from './nsid.js';
import { qdiscEvents } from './qdisc.js';
import { routeEvents } from './route.js';
import { ruleEvents } from './rule.js';
import { vniEvents } from './vni.js';

/** Every kind of object that changes are told of, in the order in which a snapshot asks for them. */
export const EVENT_KINDS = {
  link: linkEvents,
  address: addressEvents,
  route: routeEvents,
  mroute: mrouteEvents,
  rule: ruleEvents,
  nexthop: nexthopEvents,
  neighbour: neighbourEvents,
  fdb: fdbEvents,
  mdb: mdbEvents,
  vni: vniEvents,
  nsid: nsidEvents,
  netconf: netconfEvents,
  qdisc: qdiscEvents,
  class: classEvents,
  filter: filterEvents,
} as const;

/** What there are events of, as in `ip monitor link`: a name of the table above. */
export type EventKind = keyof typeof EVENT_KINDS;

/** What an event of a kind is about: a Link, an Address... */
export type ObjectOf<K extends EventKind> = ReturnType<(typeof EVENT_KINDS)[K]['object']>;

export type PluralOf<K extends EventKind> = (typeof EVENT_KINDS)[K]['plural'];
