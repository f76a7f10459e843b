import { Netconf, netconfBody, toNetconf } from '../../netconf/netconf.js';
import {
  RTM_DELNETCONF,
  RTM_NEWNETCONF,
  RTNLGRP_IPV4_NETCONF,
  RTNLGRP_IPV6_NETCONF,
  RTNLGRP_MPLS_NETCONF,
} from '../../uapi/rtnetlink.js';
import { readBody } from '../../wire/message.js';
import { eventKind } from './kind.js';

/** Settings, `link` and `family` aside. */
const told = (object: object) => Object.entries(object).filter(([, value]) => value !== undefined);

export const netconfEvents = eventKind({
  plural: 'netconf',
  groups: [RTNLGRP_IPV4_NETCONF, RTNLGRP_IPV6_NETCONF, RTNLGRP_MPLS_NETCONF],
  made: RTM_NEWNETCONF,
  gone: RTM_DELNETCONF,
  decode: (view, span) => readBody(netconfBody, view, span),
  object: toNetconf,
  // All settings are told of a link that is new, later only the one that has changed.
  isNew: ({ forwarding, proxyNeighbours }) => forwarding !== undefined && proxyNeighbours !== undefined,
  merge: (known, object) => ({ ...known, ...Object.fromEntries(told(object)) }),
  key: ({ family, link }) => `${family} ${link}`,
  list: (handle) => new Netconf(handle).list(),
});
