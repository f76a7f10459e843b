import { NamespaceIds, nsidBody } from '../../nsid/nsids.js';
import { RTM_DELNSID, RTM_NEWNSID, RTNLGRP_NSID } from '../../uapi/rtnetlink.js';
import { readBody } from '../../wire/message.js';
import { eventKind } from './kind.js';

/** Numbers that other namespaces get and lose here. */
export const nsidEvents = eventKind({
  plural: 'nsids',
  groups: [RTNLGRP_NSID],
  made: RTM_NEWNSID,
  gone: RTM_DELNSID,
  decode: (view, span) => readBody(nsidBody, view, span).id,
  object: (id) => id,
  // They are given and taken away, not changed.
  isNew: () => true,
  key: (id) => id,
  list: (handle) => new NamespaceIds(handle).list(),
});
