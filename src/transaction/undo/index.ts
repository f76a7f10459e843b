/** Every verb that can be part of a transaction, and how it is undone. */

import type { AddressOptions } from '../../address/options.js';
import { isMany, type OneOrMany } from '../../handle/many.js';
import type { NexthopOptions } from '../../nexthop/options.js';
import type { RouteOptions } from '../../route/options.js';
import type { Sysctl } from '../../sysctl/sysctl.js';
import { BRIDGE_INVERSES } from './bridge.js';
import { by, type Collections, type InversesOf, none, type VerbsOf } from './inverse.js';
import { linkSettings } from './link_settings.js';
import {
  addressesBack,
  nexthopsBack,
  replacedNexthopBack,
  replacedRouteBack,
  routesBack,
  rulesBack,
} from './lost.js';
import { neighbourBack, neighboursBack, tableBack } from './neighbours.js';

const QDISC = 'what hangs beneath a qdisc goes with it';
const OPTIONS = 'not every option of it can be read';

const addressId = ({ link, address, peer }: AddressOptions) => ({
  link,
  address,
  ...(peer === undefined ? {} : { peer }),
});

const replacedRoute = replacedRouteBack<readonly [RouteOptions]>((on, route) => on.routes.delete(route));

const replacedNexthop = replacedNexthopBack<readonly [NexthopOptions]>((on, options) =>
  on.nexthops.delete(numbered(options)),
);

function numbered({ id }: NexthopOptions): number {
  if (id === undefined)
    throw new TypeError('a next hop needs id in a transaction: otherwise only the kernel knows it');
  return id;
}

/** All but what has no verbs. */
type Undoing = Omit<Collections, 'netlink'>;

export const INVERSES = {
  links: {
    add: by((on, { name, index, namespace }) => {
      if (namespace !== undefined)
        throw new TypeError(
          'namespace cannot be part of a transaction: make the link in a transaction there',
        );
      if (index === undefined && name.includes('%'))
        throw new TypeError(`${name} cannot be part of a transaction: only the kernel knows the name`);
      return () => on.links.delete(index ?? name);
    }),
    set: linkSettings,
    delete: none('what is on a link goes with it'),
    flush: none('what is on a link goes with it'),
    stats: {
      set: async (on, [link, changes], issue) => {
        const [{ l3 }] = await Promise.all([on.links.stats.get(link, { groups: ['offload'] }), issue()]);
        return () => on.links.stats.set(link, l3 ? { l3: l3.requested } : changes);
      },
    },
    altNames: {
      add: by(
        (on, link, ...names) =>
          () =>
            on.links.altNames.delete(link, ...names),
      ),
      delete: by(
        (on, link, ...names) =>
          () =>
            on.links.altNames.add(link, ...names),
      ),
    },
  },
  addresses: {
    add: by((on, options) => () => on.addresses.delete(addressId(options))),
    replace: addressesBack((on, options) => on.addresses.delete(addressId(options))),
    delete: addressesBack(),
    flush: addressesBack(),
  },
  routes: {
    add: by((on, options) => {
      const route = one(options);
      return () => on.routes.delete(route);
    }),
    replace: async (on, [options], issue) => replacedRoute(on, [one(options)], issue),
    change: replacedRoute,
    append: by((on, options) => () => on.routes.delete(options)),
    prepend: by((on, options) => () => on.routes.delete(options)),
    delete: routesBack(),
    flush: routesBack(),
  },
  rules: {
    add: by((on, options) => () => on.rules.delete(options)),
    delete: rulesBack(),
    flush: rulesBack(),
  },
  nexthops: {
    add: by((on, options) => {
      const id = numbered(options);
      return () => on.nexthops.delete(id);
    }),
    replace: async (on, args, issue) => {
      numbered(args[0]);
      return replacedNexthop(on, args, issue);
    },
    delete: nexthopsBack(),
    flush: nexthopsBack(),
  },
  neighbours: {
    add: neighbourBack(),
    set: neighbourBack(),
    replace: neighbourBack(),
    delete: neighbourBack(),
    flush: neighboursBack(),
    tables: { set: tableBack },
  },
  bridge: BRIDGE_INVERSES,
  qdiscs: {
    add: by((on, { link, parent, kind }) => {
      const place = kind === 'ingress' || kind === 'clsact' ? kind : 'root';
      return () => on.qdiscs.delete({ link, parent: parent ?? place });
    }),
    set: none(OPTIONS),
    replace: none(QDISC),
    delete: none(QDISC),
  },
  classes: {
    add: by(
      (on, { link, classId }) =>
        () =>
          on.classes.delete({ link, classId }),
    ),
    set: none(OPTIONS),
    replace: none(OPTIONS),
    delete: none(OPTIONS),
  },
  filters: {
    add: by((on, options) => {
      const { link, block, parent, priority, protocol, kind, handle, chain } = options;
      if (priority === undefined || handle === undefined)
        throw new TypeError(
          'a filter needs priority and handle in a transaction: otherwise only the kernel knows them',
        );
      const at = block === undefined ? { ...(link !== undefined && { link }) } : { block };
      const place = {
        ...at,
        ...(parent && { parent }),
        ...(protocol && { protocol }),
        ...(chain && { chain }),
      };
      return () => on.filters.delete({ ...place, priority, kind, handle });
    }),
    set: none(OPTIONS),
    replace: none(OPTIONS),
    delete: none(OPTIONS),
    chains: {
      add: by(
        (on, { template: _, ...id }) =>
          () =>
            on.filters.chains.delete(id),
      ),
      delete: none(OPTIONS),
    },
  },
  sysctl: {
    set: async (on, args: Parameters<Sysctl['set']>, issue) => {
      const [key] = args;
      const before = await on.sysctl.get(key);
      await issue();
      return () => on.sysctl.set(key, before);
    },
  },
} satisfies InversesOf<Undoing>;

function one<T extends object>(options: OneOrMany<T>): T {
  if (isMany(options))
    throw new TypeError('many at once cannot be part of a transaction: make them one by one');
  return options;
}

/** The collections of a namespace, with those verbs only that change something and can be undone. */
export type Undoable = VerbsOf<Undoing, typeof INVERSES>;
