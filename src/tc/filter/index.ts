import { type FlowerFilter, flower } from './flower.js';
import { type FwFilter, fw } from './fw.js';
import type { FilterKind } from './kind.js';
import { type MatchallFilter, matchall } from './matchall.js';
import { type U32Filter, u32Filter } from './u32.js';

/** What `filters.add` takes, by kind. A new kind is a file beside this one and a line in each of these two. */
export type FilterOptions = FlowerFilter | FwFilter | MatchallFilter | U32Filter;

/** The kinds of filters that can be made, by their names in `tc filter`. */
export type FilterKindName = FilterOptions['kind'];

export const FILTER_KINDS: {
  readonly [K in FilterKindName]: FilterKind<Extract<FilterOptions, { kind: K }>>;
} = {
  flower,
  fw,
  matchall,
  u32: u32Filter,
};
