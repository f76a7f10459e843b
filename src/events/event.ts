import type { EventKind, ObjectOf, PluralOf } from './kinds/index.js';

/**
 * What became of it. The kernel tells `add` from `change` for links, addresses and routes, and for qdiscs that take
 * another's place; what it does not tell apart is a `change`.
 */
export type EventAction = 'add' | 'change' | 'delete';

/** A change of one object: `{ kind: 'link', action: 'add', link }`. */
export type ChangeEvent<K extends EventKind = EventKind> = {
  [X in K]: { readonly kind: X; readonly action: EventAction } & { readonly [Name in X]: ObjectOf<X> };
}[K];

/** All objects of some kinds as of one moment: `{ links: [...], routes: [...] }`. */
export type Snapshot<K extends EventKind = EventKind> = {
  readonly [X in K as PluralOf<X>]: readonly ObjectOf<X>[];
};

/** How things are, in one piece: to begin with, or after the kernel had more to tell than it could keep. */
export type SnapshotEvent<K extends EventKind = EventKind> =
  | ({ readonly kind: 'snapshot' } & Snapshot<K>)
  | ({ readonly kind: 'resync' } & Snapshot<K>);

/**
 * What a stream of events yields: a change, or a snapshot of all that there is. Told apart by `action`; by `kind`, what a
 * change is about.
 */
export type NetworkEvent<K extends EventKind = EventKind> = ChangeEvent<K> | SnapshotEvent<K>;
