import { type LinkRef, linkRef } from '../check/link.js';
import { boolean, type Checks, checkOptions, integer, oneOf, text } from '../check/options.js';
import type { Handle } from '../handle/handle.js';
import { type Impairment, impair } from '../tc/impair.js';
import type { NetemEffects } from '../tc/qdisc/netem.js';
import { NLM_F_DUMP } from '../uapi/netlink.js';
import { RTEXT_FILTER_SKIP_STATS, RTEXT_FILTER_VF, RTM_DELLINK, RTM_GETLINK } from '../uapi/rtnetlink.js';
import { AltNames } from './alt_names.js';
import {
  type CommonLinkChanges,
  changeChecks,
  creationChecks,
  divideChanges,
  divideOptions,
  settingsOf,
} from './common.js';
import { openDestination } from './destination.js';
import { LINK_KINDS, type LinkKindChanges, type LinkKindName, type LinkOptions } from './kinds/index.js';
import type { LinkKind, Values } from './kinds/kind.js';
import { type Link, type LinkOf, toLink } from './link.js';
import { isLongName, linkTargetRef, targetOf } from './link_target.js';
import { linkBody } from './message.js';
import { change, creation, deletion, type LinkRequest, ownOptions, portChange } from './requests.js';
import { LinkStatistics } from './statistics.js';
import { carryOut, explained, type Making, portRefused, raising, settling } from './steps.js';

type Describe = (target: LinkRef) => LinkRequest;

/** What {@link Links.set} can change: what every link has and, with `kind`, what that kind has. */
export type LinkChanges = CommonLinkChanges & ({ readonly kind?: undefined } | LinkKindChanges);

/** What is told of a link beside what is always told. */
export interface LinkQuery {
  /** What it has counted: `ip -statistics link show`. Default false: that is most of an answer. */
  readonly stats?: boolean;
  /** Virtual functions of adapters (SR-IOV). Default false. */
  readonly vfs?: boolean;
  /** Its settings for IPv4 and IPv6. Default false. */
  readonly conf?: boolean;
}

/** Which links {@link Links.list} gives. */
export interface LinkFilter extends LinkQuery {
  readonly kind?: LinkKindName | (string & {});
  /** What belongs to this bridge, bond or VRF. */
  readonly master?: LinkRef;
}

/** Which links {@link Links.flush} deletes. */
export interface LinkFlush {
  /** From 1 on: of group 0 are all that nobody has put into another. */
  readonly group: number;
}

const query: Checks<LinkQuery> = { stats: boolean, vfs: boolean, conf: boolean };

function extMask({ stats = false, vfs = false }: LinkQuery): number {
  return (stats ? 0 : RTEXT_FILTER_SKIP_STATS) | (vfs ? RTEXT_FILTER_VF : 0);
}

const kindName = oneOf(...Object.keys(LINK_KINDS));

const creationTables = new Map<LinkKindName, Checks<LinkOptions>>();

/** What can be said of a link of a kind when it is made: put together once, since these are fifty names. */
function creationTable(name: LinkKindName, kind: LinkKind): Checks<LinkOptions> {
  let table = creationTables.get(name);
  if (table === undefined) {
    table = {
      kind: kindName,
      ...creationChecks,
      ...kind.table.checks.create,
    } as never as Checks<LinkOptions>;
    creationTables.set(name, table);
  }
  return table;
}

/** The links of a namespace: `ip link`. Changes need CAP_NET_ADMIN; rtnetlink(7). */
export class Links {
  readonly #handle: Handle;
  /** Further names of links. */
  readonly altNames: AltNames;
  /** What they have counted: `ip stats`. */
  readonly stats: LinkStatistics;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
    this.altNames = new AltNames(handle);
    this.stats = new LinkStatistics(handle);
  }

  /**
   * Makes a link, both ends of it for a pair: `ip link add`.
   *
   * Everything that is said about it (index, address, MTU, namespaces) holds from the start where the kernel lets it.
   * What takes a second request (raising a peer; `alias`, `port` and the like) is part of it all the same: if that is
   * refused, the link is taken away again.
   *
   * @throws NetlinkError EEXIST if the name is taken, at either end; EOPNOTSUPP if the kernel lacks the kind, with the
   * option and module that it would come with.
   */
  async add(options: LinkOptions): Promise<void> {
    kindName('kind', options?.kind);
    const kind: LinkKind = LINK_KINDS[options.kind];
    checkOptions('links.add', options, creationTable(options.kind, kind), [
      'name',
      ...kind.required,
    ] as never[]);
    const values: Values = { ...options };
    kind.checkTogether?.(values);

    const here = this.#handle;
    const destination = options.namespace && openDestination(options.namespace);
    const there = destination?.handle ?? here;
    const { first, later } = kind.make
      ? { first: options, later: settingsOf(options) }
      : divideOptions(options);
    const ref = options.index ?? options.name;
    try {
      const make = () => kind.make?.(values, there.native) ?? Promise.resolve();
      const made: Making = kind.make
        ? { answer: there.hold(there.route.perform(make)) }
        : here.route.issue(creation(first, kind, destination));
      const companion = kind.companion?.(values, here);
      const steps = [
        ...(later ? [settling(there, ref, later, destination)] : []),
        ...(companion?.up ? [raising(companion)] : []),
      ];
      // Whoever the link comes to waits for it, as if it had been made there.
      for (const handle of new Set([there, companion?.handle ?? here])) {
        if (handle === here || kind.make) continue;
        handle.hold(made.answer);
        if (!steps.some((step) => step.handle === handle)) handle.route.waitFor(made.answer, made.waiting);
      }
      await here.hold(carryOut(made, steps, there, ref));
    } catch (error) {
      throw explained(error, values, kind);
    } finally {
      destination?.close();
    }
  }

  /** One link, by any of its names. @throws NetlinkError ENODEV if there is none of that name or index. */
  async get(link: LinkRef, options: LinkQuery = {}): Promise<Link> {
    linkTargetRef('link', link);
    checkOptions('links.get', options, query);
    const { header, attributes } = targetOf(link);
    const [found] = await this.#handle.route.request({
      type: RTM_GETLINK,
      subject: link,
      body: linkBody,
      header,
      attributes: { ...attributes, extMask: extMask(options) },
    });
    if (!found) throw new TypeError('the kernel answered a request for a link with nothing');
    return toLink(found, options);
  }

  /** All links, or those that match: `ip link show`. */
  list<K extends LinkKindName>(filter: LinkFilter & { readonly kind: K }): Promise<LinkOf<K>[]>;
  list(filter?: LinkFilter): Promise<Link[]>;
  async list(filter: LinkFilter = {}): Promise<Link[]> {
    checkOptions('links.list', filter, { ...query, kind: text, master: linkRef });
    const { kind, master } = filter;
    const links = await this.#handle.route.request(
      {
        type: RTM_GETLINK,
        flags: NLM_F_DUMP,
        body: linkBody,
        attributes: { extMask: extMask(filter), master, ...(kind ? { info: { kind } } : {}) },
      },
      (message) => toLink(message, filter),
    );
    // A kernel filters by kind only where it knows that kind.
    return links.filter((link) => kind === undefined || link.kind === kind);
  }

  /**
   * Changes a link: `ip link set`. All in one request; but a tunnel (gre, ipip, sit, ip6tnl and their like, xfrm) whose
   * own options change is read first, since the kernel takes all that is not said for zero; and a second request says
   * what belongs to `port`, if there is a new `master` beside it, or if it has the `state` of a bridge's port.
   *
   * @throws NetlinkError ENODEV if there is none; EEXIST if the new name is taken; EINVAL for an MTU or an address
   * that the link cannot have. Changes that came before the refused one may have been made; that all but `port` have,
   * the error says.
   */
  async set(link: LinkRef, changes: LinkChanges): Promise<void> {
    linkTargetRef('link', link);
    const own = checkChanges(changes);
    const kind: LinkKind | undefined = changes.kind && LINK_KINDS[changes.kind];
    const { first, port } = divideChanges(changes);
    const before = kind?.whole ? await this.#ownOf(link, kind) : {};
    const destination = changes.namespace && openDestination(changes.namespace);
    try {
      const done = this.#issue(
        link,
        ...(first ? [(target: LinkRef) => change(target, first, destination, { ...before, ...own })] : []),
        ...(port ? [(target: LinkRef) => portChange(renamed(target, changes), port)] : []),
      );
      const target = destination?.handle;
      if (target) target.route.waitFor(target.hold(done));
      await done;
    } catch (error) {
      throw kind ? explained(error, { ...changes }, kind) : error;
    } finally {
      destination?.close();
    }
  }

  /** Deletes a link, and of a pair the peer: `ip link delete`. @throws NetlinkError ENODEV if there is none. */
  async delete(link: LinkRef): Promise<void> {
    linkTargetRef('link', link);
    await this.#issue(link, deletion);
  }

  /**
   * Deletes all links of a group at once: `ip link delete group GROUP`. Much faster than one by one.
   *
   * @throws NetlinkError ENODEV if there are none; EOPNOTSUPP if one of them cannot be deleted, and none is.
   */
  async flush(filter: LinkFlush): Promise<void> {
    checkOptions('links.flush', filter, { group: integer(1, 0xffff_ffff) }, ['group']);
    const { group } = filter;
    await this.#handle.route.request({
      type: RTM_DELLINK,
      subject: `group ${group}`,
      body: linkBody,
      attributes: { group },
    });
  }

  /**
   * Makes what a link sends slow or lossy, by a qdisc of its own in the place of the root: `tc qdisc replace dev LINK
   * root netem ...`. Each call takes the place of the one before; `null`, or closing what it resolves to, ends it.
   * What a link receives is up to its peer.
   *
   * @throws NetlinkError EEXIST if there is a root qdisc that was put there otherwise; EOPNOTSUPP if the kernel lacks
   * netem, unless nothing but a rate is asked for, for which tbf will do.
   */
  impair(link: LinkRef, effects: NetemEffects | null): Promise<Impairment> {
    return impair(this.#handle, link, effects);
  }

  /**
   * Issues a request about a link and, if it succeeds, another. Before Linux 5.18 a link can be read by a long name, but
   * neither changed nor deleted: its index is asked for.
   */
  #issue(link: LinkRef, ...[describe, more]: readonly Describe[]): Promise<unknown> {
    if (describe === undefined) return Promise.resolve();
    const { route } = this.#handle;
    const index = isLongName(link) ? this.get(link).then((found) => found.index) : undefined;
    const done = index
      ? route.requestLater(index.then((target) => ({ ...describe(target), subject: link })))
      : route.request(describe(link));
    if (more === undefined) return done;
    const then = index
      ? route.requestLater(
          Promise.all([index, done]).then(([target]) => ({ ...more(target), subject: link })),
        )
      : route.requestAfter(done, more(link));
    // What is refused first is the error to report.
    then.catch(() => {});
    return done.then(() => then.catch(portRefused));
  }

  /** What a link has of its kind, in so far as it could be said. */
  async #ownOf(link: LinkRef, kind: LinkKind): Promise<Values> {
    const { data = {} } = await this.get(link);
    return ownOptions(data, kind.table.checks.create);
  }
}

/** How a link is called once it is changed. */
function renamed(link: LinkRef, { name }: LinkChanges): LinkRef {
  return typeof link === 'string' && name !== undefined ? name : link;
}

/** The kind's own changes, if all of them can be made. */
function checkChanges(changes: LinkChanges): Values {
  const kind = changes?.kind;
  if (kind !== undefined) kindName('kind', kind);
  const own = kind === undefined ? {} : LINK_KINDS[kind].table.checks.set;
  checkOptions('links.set', changes, { kind: kindName, ...changeChecks, ...own } as never);
  return ownOptions(changes as Values, own);
}
