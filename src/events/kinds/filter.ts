import { type Filter, toFilter } from '../../tc/filter.js';
import { type FilterFilter, Filters } from '../../tc/filters.js';
import type { FilterParent } from '../../tc/handle.js';
import { filterBody } from '../../tc/message.js';
import { Qdiscs } from '../../tc/qdiscs.js';
import { RTM_DELTFILTER, RTM_NEWTFILTER, RTNLGRP_TC } from '../../uapi/rtnetlink.js';
import { readBody } from '../../wire/message.js';
import { eventKind } from './kind.js';

/** Where the filters of a qdisc hang: it, or one of two sides of it. */
const SIDES: Readonly<Record<string, readonly FilterParent[]>> = {
  ingress: ['ingress'],
  clsact: ['ingress', 'egress'],
};

export const filterEvents = eventKind({
  plural: 'filters',
  groups: [RTNLGRP_TC],
  made: RTM_NEWTFILTER,
  gone: RTM_DELTFILTER,
  decode: (view, span) => readBody(filterBody, view, span),
  object: toFilter,
  // The kernel does not tell.
  isNew: () => false,
  key: ({ link, parent, block, chain, priority, protocol, kind, handle = '' }) =>
    `${block ?? `${link} ${parent}`} ${chain} ${priority} ${protocol} ${kind} ${handle}`,
  list: async (handle) => {
    const qdiscs = await new Qdiscs(handle).list();
    // A block is listed once, however many share it.
    const blocks = new Set<number>();
    const places = qdiscs.flatMap<FilterFilter>(
      ({ link, kind, handle: qdisc, ingressBlock, egressBlock }) => {
        if (qdisc === '0:') return [];
        return (SIDES[kind] ?? [qdisc]).flatMap<FilterFilter>((parent) => {
          const block = parent === 'egress' ? egressBlock : parent === 'ingress' ? ingressBlock : undefined;
          if (block === undefined) return [{ link, parent }];
          if (blocks.has(block)) return [];
          blocks.add(block);
          return [{ block }];
        });
      },
    );
    const filters = new Filters(handle);
    // A qdisc that takes no filters says so.
    const lists = await Promise.allSettled(places.map((place) => filters.list(place)));
    return lists.flatMap((list): Filter[] => (list.status === 'fulfilled' ? list.value : []));
  },
});
