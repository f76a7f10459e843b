import { type LinkRef, linkRef } from '../check/link.js';
import { boolean, checkOptions, integer, oneOf, text } from '../check/options.js';
import type { Handle } from '../handle/handle.js';
import { indexOf } from '../netlink/link_lookup.js';
import { explained } from '../netlink/requirement.js';
import { NLM_F_CREATE, NLM_F_DUMP, NLM_F_ECHO, NLM_F_EXCL, NLM_F_REPLACE } from '../uapi/netlink.js';
import { RTM_DELQDISC, RTM_GETQDISC, RTM_NEWQDISC } from '../uapi/rtnetlink.js';
import { type QdiscParent, qdiscHandle, qdiscParent, type TcHandle } from './handle.js';
import type { TcKind } from './kind.js';
import { qdiscBody, qdiscBodyOf } from './message.js';
import { QDISC_KINDS, type QdiscKind, type QdiscOptions } from './qdisc/index.js';
import { type Qdisc, toQdisc } from './qdisc.js';

/** Which qdisc {@link Qdiscs.get} and {@link Qdiscs.delete} are about: one by its place or by its handle. */
export interface QdiscId {
  readonly link: LinkRef;
  /** Default: the root, if there is no handle either. */
  readonly parent?: QdiscParent;
  readonly handle?: TcHandle;
}

/** Which qdiscs {@link Qdiscs.list} gives. */
export interface QdiscFilter {
  readonly link?: LinkRef;
  readonly kind?: QdiscKind | (string & {});
  /** Also those that the kernel makes by itself beneath others: `tc qdisc show invisible`. */
  readonly invisible?: boolean;
}

const kindName = oneOf(...Object.keys(QDISC_KINDS));

const bodies = Object.fromEntries(
  Object.entries(QDISC_KINDS).map(([kind, { options }]: [string, TcKind<never>]) => [
    kind,
    qdiscBodyOf(options),
  ]),
) as Record<QdiscKind, ReturnType<typeof qdiscBodyOf>>;

const places = {
  link: linkRef,
  parent: qdiscParent.check,
  handle: qdiscHandle.check,
};

const block = integer(1, 0xffff_ffff);

/** Where a kind hangs if nothing is said. */
const DEFAULT_PARENTS: Partial<Record<QdiscKind, QdiscParent>> = { ingress: 'ingress', clsact: 'clsact' };
/** The kernel takes no other handle for these. */
const INGRESS_HANDLE = 'ffff:';

/** The queueing disciplines of a namespace's links: `tc qdisc`. Changes need CAP_NET_ADMIN; tc(8). */
export class Qdiscs {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /**
   * Hangs a qdisc where none is but the kernel's own: `tc qdisc add`.
   *
   * @throws NetlinkError EEXIST if there is one; ENODEV; ENOENT if there is no such parent; EOPNOTSUPP, which names
   * the option and the module, if the kernel lacks the kind.
   */
  async add(options: QdiscOptions): Promise<void> {
    await this.#write(NLM_F_CREATE | NLM_F_EXCL, 'qdiscs.add', options);
  }

  /**
   * Changes the options of a qdisc that is there: `tc qdisc change`. What is left out gets its default, or stays,
   * as the kind has it. @throws NetlinkError ENOENT if there is none.
   */
  async set(options: QdiscOptions): Promise<void> {
    await this.#write(0, 'qdiscs.set', options);
  }

  /** Hangs a qdisc in the place of what is there, or changes that if it is one of its kind: `tc qdisc replace`. */
  async replace(options: QdiscOptions): Promise<void> {
    await this.#write(NLM_F_CREATE | NLM_F_REPLACE, 'qdiscs.replace', options);
  }

  /**
   * Takes a qdisc away, and all beneath it: `tc qdisc delete`. The kernel puts its own in the place.
   *
   * @throws NetlinkError ENOENT or EINVAL if there is none.
   */
  async delete(id: QdiscId): Promise<void> {
    checkOptions('qdiscs.delete', id, places, ['link']);
    await this.#handle.route.request({
      type: RTM_DELQDISC,
      subject: id.link,
      body: qdiscBody,
      header: { index: id.link, ...placeOf(id) },
    });
  }

  /** One qdisc. @throws NetlinkError ENOENT if there is none; ENODEV. */
  async get(id: QdiscId): Promise<Qdisc> {
    checkOptions('qdiscs.get', id, places, ['link']);
    const [found] = await this.#handle.route.request({
      type: RTM_GETQDISC,
      // The answer is a notification, which only comes back if it is asked for.
      flags: NLM_F_ECHO,
      subject: id.link,
      body: qdiscBody,
      header: { index: id.link, ...placeOf(id) },
    });
    if (!found) throw new TypeError('the kernel answered a request for a qdisc with nothing');
    return toQdisc(found);
  }

  /** All qdiscs, or those that match: `tc qdisc show`. */
  async list(filter: QdiscFilter = {}): Promise<Qdisc[]> {
    checkOptions('qdiscs.list', filter, { link: linkRef, kind: text, invisible: boolean });
    const { link, kind, invisible } = filter;
    const { route } = this.#handle;
    const dump = route.request({
      type: RTM_GETQDISC,
      flags: NLM_F_DUMP,
      body: qdiscBody,
      attributes: { invisible },
    });
    const [found, index] = await Promise.all([dump, link === undefined ? undefined : indexOf(route, link)]);
    return found
      .filter((qdisc) => index === undefined || qdisc.index === index)
      .filter((qdisc) => kind === undefined || qdisc.kind === kind)
      .map(toQdisc);
  }

  async #write(flags: number, what: string, options: QdiscOptions): Promise<void> {
    kindName('kind', options?.kind);
    const kind: TcKind<QdiscOptions> = QDISC_KINDS[options.kind];
    checkOptions(
      what,
      options,
      { kind: kindName, ...places, ingressBlock: block, egressBlock: block, ...kind.checks } as never,
      ['link', ...(kind.required ?? [])] as never[],
    );
    const { link, ingressBlock, egressBlock } = options;
    const special = DEFAULT_PARENTS[options.kind];
    const { parent = special ?? 'root', handle = special && INGRESS_HANDLE } = options;
    const bare = kind.bare && !Object.keys(kind.checks).some((name) => name in options);
    const done = this.#handle.route.request({
      type: RTM_NEWQDISC,
      subject: link,
      flags,
      body: bodies[options.kind],
      header: { index: link, parent, handle },
      attributes: {
        kind: options.kind,
        ingressBlock,
        egressBlock,
        options: kind.options && !bare ? (options as never) : undefined,
      },
    });
    await explained(done, [kind.needs]);
  }
}

/** Of ingress and clsact the kernel wants the handle; of others, what is said is enough. */
function placeOf({ parent, handle }: QdiscId) {
  if (parent === 'ingress' || parent === 'clsact') return { parent, handle: handle ?? INGRESS_HANDLE };
  return { parent: parent ?? (handle === undefined ? ('root' as const) : undefined), handle };
}
