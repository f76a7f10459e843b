import { routeBody } from '../../route/message.js';
import { type Route, toRoute } from '../../route/route.js';
import { Routes } from '../../route/routes.js';
import { NLM_F_REPLACE } from '../../uapi/netlink.js';
import {
  RTM_DELROUTE,
  RTM_F_CLONED,
  RTM_NEWROUTE,
  RTNLGRP_IPV4_ROUTE,
  RTNLGRP_IPV6_ROUTE,
  RTNLGRP_MPLS_ROUTE,
} from '../../uapi/rtnetlink.js';
import { readBodyInto } from '../../wire/message.js';
import { eventKind } from './kind.js';

/** Routes come in hundreds of thousands: all are read into this one. */
const scratch = {};

/** Families whose messages are about multicast: a kind of its own. */
export const MULTICAST: ReadonlySet<unknown> = new Set(['ipmr', 'ip6mr']);

/** Several next hops as one text, to be compared. */
const hopsOf = ({ nexthops }: Route) =>
  nexthops?.map(({ via, dev, weight }) => `${via} ${dev} ${weight}`).join();

export const routeEvents = eventKind({
  plural: 'routes',
  groups: [RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV6_ROUTE, RTNLGRP_MPLS_ROUTE],
  made: RTM_NEWROUTE,
  gone: RTM_DELROUTE,
  decode: (view, span) => {
    const message = readBodyInto(scratch, routeBody, view, span);
    // What was learnt about one destination is no route of the table.
    return message.flags & RTM_F_CLONED || MULTICAST.has(message.family) ? undefined : message;
  },
  object: toRoute,
  isNew: (_message, flags) => (flags & NLM_F_REPLACE) === 0,
  key: ({ family, table, to, from = '', tos, metric = 0 }) =>
    `${family} ${table} ${to} ${from} ${tos} ${metric}`,
  same: (a, b) =>
    a.type === b.type &&
    a.nhid === b.nhid &&
    // What a next hop object is may have changed meanwhile.
    (a.nhid !== undefined || (a.via === b.via && a.dev === b.dev && hopsOf(a) === hopsOf(b))),
  list: async (handle) => {
    const routes = await new Routes(handle).list({ table: 'all' });
    // What is about multicast comes last.
    let end = routes.length;
    while (MULTICAST.has(routes[end - 1]?.family)) end--;
    routes.length = end;
    return routes;
  },
});
