import type { LinkRef } from '../check/link.js';
import { type Check, checkOptions, integer, oneOf, text } from '../check/options.js';
import type { Handle } from '../handle/handle.js';
import { explained } from '../netlink/requirement.js';
import { NLM_F_CREATE, NLM_F_DUMP, NLM_F_EXCL } from '../uapi/netlink.js';
import { RTM_DELTFILTER, RTM_GETTFILTER, RTM_NEWTFILTER } from '../uapi/rtnetlink.js';
import { checkActions, needsOf } from './action/actions.js';
import { Chains } from './chains.js';
import { FILTER_KINDS, type FilterKindName, type FilterOptions } from './filter/index.js';
import type { FilterKind } from './filter/kind.js';
import { etherType, type FilterProtocol, protocol } from './filter/protocol.js';
import { type Filter, handleOf, toFilter } from './filter.js';
import { chainNumber, filterPlace, placeOf, subjectOf } from './filter_place.js';
import { classHandle, type FilterParent } from './handle.js';
import { filterBody, filterBodyOf } from './message.js';

/** Which filter {@link Filters.get} is about, and which ones {@link Filters.delete}. */
export interface FilterId {
  /** Either this, or {@link block}. */
  readonly link?: LinkRef;
  /** Default: the root qdisc. */
  readonly parent?: FilterParent;
  /** A block that several qdiscs share. */
  readonly block?: number;
  readonly priority?: number;
  /** Default `all`, as with {@link Filters.add}. */
  readonly protocol?: FilterProtocol;
  readonly kind?: FilterKindName | (string & {});
  /** Default: all of the priority, of which the kernel wants no more. */
  readonly handle?: number | string;
  readonly chain?: number;
}

/** Which filters {@link Filters.list} gives; the kernel filters. */
export interface FilterFilter {
  /** Either this, or {@link block}. */
  readonly link?: LinkRef;
  /** Default: the root qdisc. */
  readonly parent?: FilterParent;
  /** A block that several qdiscs share. */
  readonly block?: number;
  readonly chain?: number;
  readonly priority?: number;
  readonly protocol?: FilterProtocol;
}

const kindName = oneOf(...Object.keys(FILTER_KINDS));

const bodies = Object.fromEntries(
  Object.entries(FILTER_KINDS).map(([kind, { options }]: [string, Pick<FilterKind<never>, 'options'>]) => [
    kind,
    filterBodyOf(options),
  ]),
) as Record<FilterKindName, ReturnType<typeof filterBodyOf>>;

const place = {
  ...filterPlace,
  priority: integer(1, 0xffff),
  protocol,
  chain: chainNumber,
};

const anyKindHandle: Check = (field, value) => {
  if (typeof value === 'string') text(field, value);
  else integer(0, 0xffff_ffff)(field, value);
};

/** The filters of qdiscs and classes: `tc filter`. Changes need CAP_NET_ADMIN; tc(8). */
export class Filters {
  readonly #handle: Handle;
  /** Chains that are there without filters, and what those of each match. */
  readonly chains: Chains;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
    this.chains = new Chains(handle);
  }

  /**
   * Adds a filter: `tc filter add`.
   *
   * @throws NetlinkError EEXIST if there is one of that handle; EINVAL if the parent is not there; EOPNOTSUPP, which
   * names the option and the module, if the kernel lacks the kind or that of an action.
   */
  async add(options: FilterOptions): Promise<void> {
    await this.#write(NLM_F_CREATE | NLM_F_EXCL, 'filters.add', options, []);
  }

  /** Changes a filter that is there: `tc filter change`. @throws NetlinkError ENOENT if there is none. */
  async set(options: FilterOptions): Promise<void> {
    await this.#write(0, 'filters.set', options, ['priority', 'handle']);
  }

  /** Puts a filter in the place of that of its handle, or adds it: `tc filter replace`. */
  async replace(options: FilterOptions): Promise<void> {
    await this.#write(NLM_F_CREATE, 'filters.replace', options, []);
  }

  /**
   * Takes filters away: one by kind and handle, those of a priority, or all of the parent: `tc filter delete`.
   *
   * @throws NetlinkError ENOENT if there is none.
   */
  async delete(id: FilterId): Promise<void> {
    checkOptions('filters.delete', id, { ...place, kind: text, handle: anyKindHandle });
    if (id.handle !== undefined && (id.kind === undefined || id.priority === undefined))
      throw new TypeError('filters.delete needs kind and priority where handle is given');
    await this.#handle.route.request({
      type: RTM_DELTFILTER,
      subject: subjectOf(id),
      body: filterBody,
      ...identity('filters.delete', id),
    });
  }

  /** One filter, by priority, kind and handle. @throws NetlinkError ENOENT if there is none. */
  async get(id: FilterId): Promise<Filter> {
    checkOptions('filters.get', id, { ...place, kind: text, handle: anyKindHandle }, [
      'priority',
      'kind',
      'handle',
    ]);
    const [found] = await this.#handle.route.request({
      type: RTM_GETTFILTER,
      subject: subjectOf(id),
      body: filterBody,
      ...identity('filters.get', id),
    });
    if (!found) throw new TypeError('the kernel answered a request for a filter with nothing');
    return toFilter(found);
  }

  /** The filters of a parent: `tc filter show dev LINK parent PARENT`. */
  async list(filter: FilterFilter): Promise<Filter[]> {
    checkOptions('filters.list', filter, place);
    const { chain, priority = 0, protocol } = filter;
    const found = await this.#handle.route.request({
      type: RTM_GETTFILTER,
      subject: subjectOf(filter),
      flags: NLM_F_DUMP,
      body: filterBody,
      header: {
        ...placeOf('filters.list', filter),
        info: { priority, protocol: protocol === undefined ? 0 : etherType(protocol) },
      },
      attributes: { chain },
    });
    // Each priority also shows itself, without a filter.
    return found.filter(({ options }) => options !== undefined).map(toFilter);
  }

  async #write(
    flags: number,
    what: string,
    options: FilterOptions,
    required: readonly (keyof FilterOptions)[],
  ): Promise<void> {
    kindName('kind', options?.kind);
    const kind: FilterKind<FilterOptions> = FILTER_KINDS[options.kind];
    checkOptions(
      what,
      options,
      {
        kind: kindName,
        ...place,
        handle: kind.handle.check,
        classId: classHandle.check,
        actions: checkActions,
        ...kind.checks,
      } as never,
      [...required, ...(kind.required ?? [])] as never[],
    );
    const { priority = 0, chain, handle } = options;
    const done = this.#handle.route.request({
      type: RTM_NEWTFILTER,
      subject: subjectOf(options),
      flags,
      body: bodies[options.kind],
      header: {
        ...placeOf(what, options),
        handle: handle === undefined ? undefined : kind.handle.parse(handle),
        info: { priority, protocol: etherType(options.protocol ?? 'all') },
      },
      attributes: { kind: options.kind, chain, options: options as never },
    });
    await explained(done, [kind.needs, ...needsOf(options.actions)]);
  }
}

function identity(what: string, id: FilterId) {
  const { priority, protocol, kind, handle, chain } = id;
  const named = kind === undefined || handle === undefined ? undefined : handleOf(kind).parse(handle);
  return {
    header: {
      ...placeOf(what, id),
      handle: named,
      // A priority is one of a protocol; without one, the kernel wants neither.
      info: {
        priority: priority ?? 0,
        protocol: priority === undefined && protocol === undefined ? 0 : etherType(protocol ?? 'all'),
      },
    },
    attributes: { kind, chain },
  };
}
