import type { Addresses } from '../../address/addresses.js';
import type { Links } from '../../link/links.js';
import type { Neighbours } from '../../neighbour/neighbours.js';
import type { Nexthops } from '../../nexthop/nexthops.js';
import type { Netlink } from '../../raw/netlink.js';
import type { Routes } from '../../route/routes.js';
import type { Rules } from '../../rule/rules.js';
import type { Sysctl } from '../../sysctl/sysctl.js';
import type { Classes } from '../../tc/classes.js';
import type { Filters } from '../../tc/filters.js';
import type { Qdiscs } from '../../tc/qdiscs.js';

/** What a transaction works on: a Namespace. */
export interface Collections {
  readonly links: Links;
  readonly addresses: Addresses;
  readonly routes: Routes;
  readonly rules: Rules;
  readonly nexthops: Nexthops;
  readonly neighbours: Neighbours;
  readonly qdiscs: Qdiscs;
  readonly classes: Classes;
  readonly filters: Filters;
  readonly sysctl: Sysctl;
  readonly netlink: Netlink;
}

export type Undo = () => Promise<unknown>;

/**
 * How one verb is undone. It is called when the verb is issued, and issues whatever it has to read before that;
 * `done` resolves when the verb has succeeded. What cannot be undone throws a TypeError, before anything is sent.
 */
export type Inverse<Args extends readonly unknown[]> = (
  on: Collections,
  args: Args,
  issue: () => Promise<unknown>,
) => Promise<Undo>;

/** Undone by something that is known beforehand. */
export function by<Args extends readonly unknown[]>(
  undo: (on: Collections, ...args: Args) => Undo,
): Inverse<Args> {
  return async (on, args, issue) => {
    const done = undo(on, ...args);
    await issue();
    return done;
  };
}

/** No inverse, and why. */
export function none(reason: string): Inverse<readonly unknown[]> {
  return () => {
    throw new TypeError(`cannot be part of a transaction: ${reason}`);
  };
}
