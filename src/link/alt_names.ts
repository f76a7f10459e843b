import type { LinkRef } from '../check/link.js';
import type { Handle } from '../handle/handle.js';
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL } from '../uapi/netlink.js';
import { RTM_DELLINKPROP, RTM_NEWLINKPROP } from '../uapi/rtnetlink.js';
import { listOf } from './field.js';
import { altName, linkTargetRef, targetOf } from './link_target.js';
import { linkBody } from './message.js';

/** Further names of links: `ip link property`. */
export class AltNames {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /**
   * Gives a link more names: `ip link property add dev LINK altname NAME`.
   *
   * @throws NetlinkError EEXIST if one is taken; ENODEV if there is no such link.
   */
  async add(link: LinkRef, ...names: readonly string[]): Promise<void> {
    await this.#handle.route.request(propertyRequest(RTM_NEWLINKPROP, link, names));
  }

  /** Takes names away: `ip link property del dev LINK altname NAME`. @throws NetlinkError ENOENT, ENODEV */
  async delete(link: LinkRef, ...names: readonly string[]): Promise<void> {
    await this.#handle.route.request(propertyRequest(RTM_DELLINKPROP, link, names));
  }
}

/** @internal */
export function propertyRequest(type: number, link: LinkRef, names: readonly string[]) {
  linkTargetRef('link', link);
  listOf(altName)('names', names);
  const { header, attributes } = targetOf(link);
  return {
    type,
    subject: link,
    flags: type === RTM_NEWLINKPROP ? NLM_F_CREATE | NLM_F_EXCL | NLM_F_APPEND : 0,
    body: linkBody,
    header,
    attributes: { ...attributes, altNames: names },
  };
}
