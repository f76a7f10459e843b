import { nexthopBody } from '../../nexthop/message.js';
import { toNexthop } from '../../nexthop/nexthop.js';
import { Nexthops } from '../../nexthop/nexthops.js';
import { NLM_F_REPLACE } from '../../uapi/netlink.js';
import { RTM_DELNEXTHOP, RTM_NEWNEXTHOP, RTNLGRP_NEXTHOP } from '../../uapi/rtnetlink.js';
import { readBody } from '../../wire/message.js';
import { eventKind } from './kind.js';

export const nexthopEvents = eventKind({
  plural: 'nexthops',
  groups: [RTNLGRP_NEXTHOP],
  made: RTM_NEWNEXTHOP,
  gone: RTM_DELNEXTHOP,
  decode: (view, span) => readBody(nexthopBody, view, span),
  object: toNexthop,
  isNew: (_message, flags) => (flags & NLM_F_REPLACE) === 0,
  key: ({ id }) => id,
  list: (handle) => new Nexthops(handle).list(),
});
