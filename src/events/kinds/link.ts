import { toLink } from '../../link/link.js';
import { Links } from '../../link/links.js';
import { linkBody } from '../../link/message.js';
import { RTM_DELLINK, RTM_NEWLINK, RTNLGRP_LINK } from '../../uapi/rtnetlink.js';
import { AF_UNSPEC } from '../../uapi/socket.js';
import { readBody } from '../../wire/message.js';
import { eventKind } from './kind.js';

/** The kernel says that every flag has changed of a link that it has just registered. */
const ALL_FLAGS = 0xffff_ffff;

export const linkEvents = eventKind({
  plural: 'links',
  groups: [RTNLGRP_LINK],
  made: RTM_NEWLINK,
  gone: RTM_DELLINK,
  decode: (view, span) => {
    const message = readBody(linkBody, view, span);
    // A bridge tells of its ports in the same words, with its own family.
    return message.family === AF_UNSPEC ? message : undefined;
  },
  // Without counters, which are old when they are read, and change without being told.
  object: (message) => toLink(message),
  isNew: ({ change }) => change === ALL_FLAGS,
  key: ({ index }) => index,
  list: (handle) => new Links(handle).list(),
});
