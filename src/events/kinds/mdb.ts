import { Mdb } from '../../bridge/mdb.js';
import { toMdbEntry } from '../../bridge/mdb_entry.js';
import { listBody } from '../../bridge/mdb_message.js';
import { RTM_DELMDB, RTM_NEWMDB, RTNLGRP_MDB } from '../../uapi/rtnetlink.js';
import { readBody } from '../../wire/message.js';
import { eventKind, listedWhereKnown } from './kind.js';

export const mdbEvents = eventKind({
  plural: 'mdb',
  groups: [RTNLGRP_MDB],
  made: RTM_NEWMDB,
  gone: RTM_DELMDB,
  decode: (view, span) => {
    const { index, groups = [] } = readBody(listBody, view, span);
    // One entry, or none: that a port leads to a multicast router is told in the same words.
    const [entry] = groups.flat();
    return entry && { index, entry };
  },
  object: ({ index, entry }) => toMdbEntry(index, entry),
  // The kernel does not tell.
  isNew: () => false,
  key: ({ link, port, group, source = '', vid = '', dst = '', sourceVni = '' }) =>
    `${link} ${port} ${group} ${source} ${vid} ${dst} ${sourceVni}`,
  list: (handle) => listedWhereKnown(new Mdb(handle).list()),
});
