import { listBody, toVni, type Vni, Vnis } from '../../bridge/vnis.js';
import { RTM_DELTUNNEL, RTM_NEWTUNNEL, RTNLGRP_TUNNEL } from '../../uapi/rtnetlink.js';
import { AF_BRIDGE } from '../../uapi/socket.js';
import { readBody } from '../../wire/message.js';
import { eventKind, listedWhereKnown } from './kind.js';

/** The kernel lists ranges of VNIs that are alike, and tells of each by itself. */
function each({ vni, vniEnd, ...rest }: Vni): Vni[] {
  return Array.from({ length: vniEnd - vni + 1 }, (_, n) => ({ ...rest, vni: vni + n, vniEnd: vni + n }));
}

export const vniEvents = eventKind({
  plural: 'vnis',
  groups: [RTNLGRP_TUNNEL],
  made: RTM_NEWTUNNEL,
  gone: RTM_DELTUNNEL,
  decode: (view, span) => {
    const { family, index, entries = [] } = readBody(listBody, view, span);
    const [entry] = entries;
    return family === AF_BRIDGE && entry ? { index, entry } : undefined;
  },
  object: ({ index, entry }) => toVni(index, entry),
  // The kernel does not tell.
  isNew: () => false,
  key: ({ link, vni }) => `${link} ${vni}`,
  list: async (handle) => (await listedWhereKnown(new Vnis(handle).list())).flatMap(each),
});
