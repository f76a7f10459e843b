import type { Addresses } from '../../address/addresses.js';
import type { Bridge } from '../../bridge/bridge.js';
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
  readonly bridge: Bridge;
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

/** Verbs that change something. */
type Verb = 'add' | 'set' | 'replace' | 'change' | 'append' | 'prepend' | 'delete' | 'flush';

type Call = (...args: never) => unknown;
type Arguments<F> = F extends (...args: infer A) => unknown ? A : never;

/** Verbs of a collection that change something, and collections in it that have such. */
type Changing<C> = {
  [K in keyof C]: C[K] extends Call ? Extract<K, Verb> : Changing<C[K]> extends never ? never : K;
}[keyof C];

/** How each of them is undone: a verb without is a type error. */
export type InversesOf<C> = {
  readonly [K in Changing<C>]: C[K] extends Call ? Inverse<Arguments<C[K]>> : InversesOf<C[K]>;
};

/** The inverse of what has none. */
type NoInverse = Inverse<readonly unknown[]> & { readonly reason: string };

/** A collection with nothing but those that have an inverse in `I`. */
export type VerbsOf<C, I> = {
  readonly [K in keyof C & keyof I as I[K] extends NoInverse ? never : K]: C[K] extends Call
    ? C[K]
    : VerbsOf<C[K], I[K]>;
};

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
export function none(reason: string): NoInverse {
  const inverse = () => {
    throw new TypeError(`cannot be part of a transaction: ${reason}`);
  };
  return Object.assign(inverse, { reason });
}
