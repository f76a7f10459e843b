import { Mroutes, mrouteBody, toMroute } from '../../route/mroutes.js';
import {
  RTM_DELROUTE,
  RTM_NEWROUTE,
  RTNLGRP_IPV4_MROUTE,
  RTNLGRP_IPV6_MROUTE,
} from '../../uapi/rtnetlink.js';
import { readBody } from '../../wire/message.js';
import { eventKind } from './kind.js';
import { MULTICAST } from './route.js';

export const mrouteEvents = eventKind({
  plural: 'mroutes',
  groups: [RTNLGRP_IPV4_MROUTE, RTNLGRP_IPV6_MROUTE],
  made: RTM_NEWROUTE,
  gone: RTM_DELROUTE,
  decode: (view, span) => {
    const message = readBody(mrouteBody, view, span);
    return MULTICAST.has(message.family) ? message : undefined;
  },
  object: toMroute,
  // The kernel does not say.
  isNew: () => false,
  key: ({ family, table, source, group, iif }) => `${family} ${table} ${source} ${group} ${iif}`,
  list: (handle) => new Mroutes(handle).list(),
});
