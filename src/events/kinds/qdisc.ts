import { qdiscBody } from '../../tc/message.js';
import { toQdisc } from '../../tc/qdisc.js';
import { Qdiscs } from '../../tc/qdiscs.js';
import { NLM_F_REPLACE } from '../../uapi/netlink.js';
import { RTM_DELQDISC, RTM_NEWQDISC, RTNLGRP_TC } from '../../uapi/rtnetlink.js';
import { readBody } from '../../wire/message.js';
import { eventKind } from './kind.js';

export const qdiscEvents = eventKind({
  plural: 'qdiscs',
  groups: [RTNLGRP_TC],
  made: RTM_NEWQDISC,
  gone: RTM_DELQDISC,
  decode: (view, span) => readBody(qdiscBody, view, span),
  object: toQdisc,
  // One in the place of another, whose end is told just before. Where none was, the kernel does not tell.
  isNew: (_message, flags) => (flags & NLM_F_REPLACE) !== 0,
  key: ({ link, parent = '', handle }) => `${link} ${parent} ${handle}`,
  list: (handle) => new Qdiscs(handle).list(),
});
