import { macAddress } from '../check/ip.js';
import { ifindex, type LinkRef, linkName, linkRef } from '../check/link.js';
import { boolean, checkOptions, integer, oneOf, text } from '../check/options.js';
import { HANDLE, type Handle, type HasHandle, namespaceRef } from '../handle/handle.js';
import { IFF_UP } from '../uapi/if.js';
import { NLM_F_CREATE, NLM_F_DUMP, NLM_F_EXCL } from '../uapi/netlink.js';
import {
  RTEXT_FILTER_SKIP_STATS,
  RTM_DELLINK,
  RTM_GETLINK,
  RTM_NEWLINK,
  RTM_SETLINK,
} from '../uapi/rtnetlink.js';
import { LINK_KINDS, type LinkKindName, type LinkOptions } from './kinds/index.js';
import type { Companion, LinkKind } from './kinds/kind.js';
import { type Link, toLink } from './link.js';
import { linkBody, linkBodyOf } from './message.js';

/** Nothing here reads the counters, and they are most of a dump. */
const WITHOUT_STATS = { extMask: RTEXT_FILTER_SKIP_STATS };

/** What {@link Links.set} can change. */
export interface LinkChanges {
  /** Administratively up or down. */
  readonly up?: boolean;
  /** A new name. Older kernels want the link down for that. */
  readonly name?: string;
  /** In bytes. */
  readonly mtu?: number;
  /** Hardware address. */
  readonly address?: string;
  /**
   * Moves the link there. That takes the kernel some 20 ms, and its addresses and routes go: to have a link
   * somewhere from the start, make it there.
   */
  readonly namespace?: HasHandle;
  /** Free text, at most 255 bytes. */
  readonly alias?: string;
  /** In packets. */
  readonly txQueueLength?: number;
  readonly group?: number;
}

/** Which links {@link Links.list} gives. */
export interface LinkFilter {
  readonly kind?: LinkKindName | (string & {});
}

const bodies = Object.fromEntries(
  Object.entries(LINK_KINDS).map(([kind, { data }]) => [kind, linkBodyOf(data)]),
) as Record<LinkKindName, ReturnType<typeof linkBodyOf>>;

const kindName = oneOf(...Object.keys(LINK_KINDS));

/** The links of a namespace: `ip link`. Changes need CAP_NET_ADMIN; rtnetlink(7). */
export class Links {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /**
   * Makes a link, both ends of it for a veth: `ip link add`.
   *
   * Everything that is said about it (index, address, MTU, namespaces) holds from the start; the one thing that
   * needs a second request is raising a veth's peer, and if that is refused the pair is taken away again.
   *
   * @throws NetlinkError EEXIST if the name is taken, at either end; EOPNOTSUPP if the kernel lacks the kind.
   */
  async add(options: LinkOptions): Promise<void> {
    kindName('kind', options?.kind);
    const kind: LinkKind<LinkOptions> = LINK_KINDS[options.kind];
    checkOptions(
      'links.add',
      options,
      {
        kind: kindName,
        name: linkName,
        index: ifindex,
        address: macAddress,
        mtu: integer(0, 0xffff_ffff),
        up: boolean,
        ...kind.checks,
      } as never,
      ['name', ...kind.required] as never[],
    );
    const { name, index, address, mtu, up } = options;
    const added = this.#handle.route.request({
      type: RTM_NEWLINK,
      subject: name,
      flags: NLM_F_CREATE | NLM_F_EXCL,
      body: bodies[options.kind],
      header: { index, ...(up ? { flags: IFF_UP, change: IFF_UP } : {}) },
      attributes: {
        name,
        address,
        mtu,
        info: { kind: options.kind, data: kind.encode(options, this.#handle) },
      },
    });
    const companion = kind.companion?.(options, this.#handle);
    if (companion) await this.#handle.hold(this.#settleCompanion(added, index ?? name, companion));
    await added;
  }

  /** One link. @throws NetlinkError ENODEV if there is none of that name or index. */
  async get(link: LinkRef): Promise<Link> {
    linkRef('link', link);
    const [found] = await this.#handle.route.request({
      type: RTM_GETLINK,
      subject: link,
      body: linkBody,
      header: { index: link },
      attributes: WITHOUT_STATS,
    });
    if (!found) throw new TypeError('the kernel answered a request for a link with nothing');
    return toLink(found);
  }

  /** All links, or those that match: `ip link show`. */
  async list(filter: LinkFilter = {}): Promise<Link[]> {
    checkOptions('links.list', filter, { kind: text });
    const found = await this.#handle.route.request({
      type: RTM_GETLINK,
      flags: NLM_F_DUMP,
      body: linkBody,
      attributes: { ...WITHOUT_STATS, ...(filter.kind ? { info: { kind: filter.kind } } : {}) },
    });
    // A kernel filters by kind only where it knows that kind.
    return found.map(toLink).filter((link) => filter.kind === undefined || link.kind === filter.kind);
  }

  /**
   * Changes a link: `ip link set`. All in one request.
   *
   * @throws NetlinkError ENODEV if there is none; EEXIST if the new name is taken; EINVAL for an MTU or an address
   * that the link cannot have. Changes that came before the refused one may have been made.
   */
  async set(link: LinkRef, changes: LinkChanges): Promise<void> {
    linkRef('link', link);
    checkOptions('links.set', changes, {
      up: boolean,
      name: linkName,
      mtu: integer(0, 0xffff_ffff),
      address: macAddress,
      namespace: namespaceRef,
      alias: text,
      txQueueLength: integer(0, 0xffff_ffff),
      group: integer(0, 0xffff_ffff),
    });
    const { up, namespace, ...attributes } = changes;
    const target = namespace?.[HANDLE];
    const done = this.#handle.route.request({
      type: RTM_SETLINK,
      subject: link,
      body: linkBody,
      header: { index: link, ...(up === undefined ? {} : { flags: up ? IFF_UP : 0, change: IFF_UP }) },
      attributes: { ...attributes, namespace: target?.native.fd },
    });
    if (target) target.route.waitFor(target.hold(done));
    await done;
  }

  /** Deletes a link, and of a veth its peer: `ip link delete`. @throws NetlinkError ENODEV if there is none. */
  async delete(link: LinkRef): Promise<void> {
    linkRef('link', link);
    await this.#handle.route.request(deletion(link));
  }

  /**
   * Raises the far end after the near one was made. Requests that are issued to the far namespace from now on
   * wait for it, as if the link had been made there.
   */
  async #settleCompanion(
    added: Promise<unknown>,
    made: LinkRef,
    { handle, link, up }: Companion,
  ): Promise<void> {
    const route = handle.route;
    const here = this.#handle.route;
    if (handle !== this.#handle) handle.hold(added);
    if (!up) {
      if (handle !== this.#handle) route.waitFor(added);
      return;
    }
    const raised = route.requestAfter(added, {
      type: RTM_SETLINK,
      subject: link,
      body: linkBody,
      header: { index: link, flags: IFF_UP, change: IFF_UP },
    });
    // If the pair could not even be made, that is the error to report.
    raised.catch(() => {});
    await added;
    try {
      await raised;
    } catch (error) {
      // Were it gone already, the reason to report would still be the first one.
      await here.request(deletion(made)).catch(() => {});
      throw error;
    }
  }
}

function deletion(link: LinkRef) {
  return { type: RTM_DELLINK, subject: link, body: linkBody, header: { index: link } };
}
