import type { Ifindex, LinkRef } from '../check/link.js';
import { IFLA_EXT_MASK, IFLA_MTU } from '../uapi/if_link.js';
import { RTEXT_FILTER_SKIP_STATS, RTM_GETLINK } from '../uapi/rtnetlink.js';
import { attributes } from '../wire/attributes.js';
import { link, u8, u16, u32 } from '../wire/codec.js';
import { struct } from '../wire/struct.js';
import type { Channel } from './channel.js';

/** As little of a link as tells its index and its MTU; `struct ifinfomsg` of `<linux/rtnetlink.h>`. */
const body = {
  header: struct({ family: u8, pad: u8, type: u16, index: link, flags: u32, change: u32 }),
  attributes: attributes({ extMask: [IFLA_EXT_MASK, u32], mtu: [IFLA_MTU, u32] }),
};

/** Which link a name or an index means, and the most that it sends at once. */
export async function lookUp(route: Channel, ref: LinkRef): Promise<{ index: Ifindex; mtu: number }> {
  const [found] = await route.request({
    type: RTM_GETLINK,
    subject: ref,
    body,
    header: { index: ref },
    attributes: { extMask: RTEXT_FILTER_SKIP_STATS },
  });
  if (!found) throw new TypeError('the kernel answered a request for a link with nothing');
  return { index: found.index, mtu: found.mtu ?? 0 };
}

/**
 * The index of a link, to tell what is its own in a dump that the kernel does not filter. A question about a name goes
 * along in the batch of the dump.
 */
export async function indexOf(route: Channel, ref: LinkRef): Promise<Ifindex> {
  return typeof ref === 'number' ? ref : (await lookUp(route, ref)).index;
}
