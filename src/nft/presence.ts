import type { Expression, MapEntry } from './ast.js';

/** Whether something is compared with `exists` and `missing` only, alone or in a set, so that only its presence is read. */
export function asksPresence(right: Expression): boolean {
  if (typeof right === 'boolean') return true;
  if (typeof right !== 'object' || right === null || !('set' in right)) return false;
  const items: readonly (Expression | MapEntry)[] = Array.isArray(right.set) ? right.set : [right.set];
  return items.length > 0 && items.every((item) => typeof keyOf(item) === 'boolean');
}

function keyOf(item: Expression | MapEntry): unknown {
  const key: unknown = Array.isArray(item) ? item[0] : item;
  if (typeof key !== 'object' || key === null || !('elem' in key)) return key;
  const { elem } = key;
  return typeof elem === 'object' && elem !== null && 'val' in elem ? elem.val : undefined;
}
