import { neighbourBody } from '../../neighbour/message.js';
import { toNeighbour } from '../../neighbour/neighbour.js';
import { Neighbours } from '../../neighbour/neighbours.js';
import { NTF_PROXY } from '../../uapi/neighbour.js';
import { RTM_DELNEIGH, RTM_NEWNEIGH, RTNLGRP_NEIGH } from '../../uapi/rtnetlink.js';
import { AF_BRIDGE } from '../../uapi/socket.js';
import { readBody } from '../../wire/message.js';
import { eventKind } from './kind.js';

export const neighbourEvents = eventKind({
  plural: 'neighbours',
  groups: [RTNLGRP_NEIGH],
  made: RTM_NEWNEIGH,
  gone: RTM_DELNEIGH,
  decode: (view, span) => {
    const message = readBody(neighbourBody, view, span);
    // Forwarding entries of bridges are told in the same words; proxies are listed apart.
    return message.family === AF_BRIDGE || message.flags & NTF_PROXY ? undefined : message;
  },
  object: toNeighbour,
  // The kernel does not tell.
  isNew: () => false,
  key: ({ link, address }) => `${link} ${address}`,
  list: (handle) => new Neighbours(handle).list(),
});
