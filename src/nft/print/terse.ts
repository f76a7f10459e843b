import type { Item, Ruleset } from '../ast.js';

/** A ruleset without what its named sets and maps hold: `nft -t`. */
export function withoutElements(ruleset: Ruleset): Ruleset {
  return { nftables: ruleset.nftables.map(itemWithoutElements) };
}

function itemWithoutElements(item: Item): Item {
  if ('set' in item) {
    const { elem: _, ...set } = item.set;
    return { set };
  }
  if ('map' in item) {
    const { elem: _, ...map } = item.map;
    return { map };
  }
  if ('meter' in item) {
    const { elem: _, ...meter } = item.meter;
    return { meter };
  }
  return item;
}
