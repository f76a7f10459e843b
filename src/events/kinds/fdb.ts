import { Fdb } from '../../bridge/fdb.js';
import { toFdbEntry } from '../../bridge/fdb_entry.js';
import { neighbourBody } from '../../neighbour/message.js';
import { RTM_DELNEIGH, RTM_NEWNEIGH, RTNLGRP_NEIGH } from '../../uapi/rtnetlink.js';
import { AF_BRIDGE } from '../../uapi/socket.js';
import { readBody } from '../../wire/message.js';
import { eventKind } from './kind.js';

export const fdbEvents = eventKind({
  plural: 'fdb',
  groups: [RTNLGRP_NEIGH],
  made: RTM_NEWNEIGH,
  gone: RTM_DELNEIGH,
  decode: (view, span) => {
    const message = readBody(neighbourBody, view, span);
    return message.family === AF_BRIDGE ? message : undefined;
  },
  object: toFdbEntry,
  // The kernel does not tell.
  isNew: () => false,
  key: ({ link, lladdr, master = '', vlan = '', dst = '', port = '', vni = '', sourceVni = '', via = '' }) =>
    `${link} ${lladdr} ${master} ${vlan} ${dst} ${port} ${vni} ${sourceVni} ${via}`,
  list: (handle) => new Fdb(handle).list(),
});
