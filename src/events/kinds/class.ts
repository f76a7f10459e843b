import type { Handle } from '../../handle/handle.js';
import { toClass } from '../../tc/class.js';
import { Classes } from '../../tc/classes.js';
import { qdiscBody } from '../../tc/message.js';
import { Qdiscs } from '../../tc/qdiscs.js';
import { RTM_DELTCLASS, RTM_NEWTCLASS, RTNLGRP_TC } from '../../uapi/rtnetlink.js';
import { readBody } from '../../wire/message.js';
import { eventKind } from './kind.js';

export const classEvents = eventKind({
  plural: 'classes',
  groups: [RTNLGRP_TC],
  made: RTM_NEWTCLASS,
  gone: RTM_DELTCLASS,
  decode: (view, span) => readBody(qdiscBody, view, span),
  object: toClass,
  // The kernel does not tell.
  isNew: () => false,
  key: ({ link, classId }) => `${link} ${classId}`,
  list: async (handle) => {
    const links = await linksWithQdiscs(handle);
    const classes = new Classes(handle);
    return (await Promise.all(links.map((link) => classes.list({ link })))).flat();
  },
});

/** Classes are listed link by link. */
async function linksWithQdiscs(handle: Handle): Promise<number[]> {
  const qdiscs = await new Qdiscs(handle).list();
  return [...new Set(qdiscs.map(({ link }) => link))];
}
