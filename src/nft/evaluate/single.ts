import type { Expression } from '../ast.js';
import type { PathKey } from '../error.js';

/** What stands alone in braces, which then need no set. */
export function singleItem(
  right: Expression,
): { readonly item: Expression; readonly path: readonly PathKey[] } | undefined {
  if (typeof right !== 'object' || right === null || !('set' in right)) return undefined;
  const { set } = right;
  const [item, ...more] = Array.isArray(set) ? set : [set];
  if (item === undefined || item === '*' || more.length > 0) return undefined;
  if (typeof item === 'object' && (item === null || 'elem' in item || 'concat' in item)) return undefined;
  return { item: item as Expression, path: Array.isArray(set) ? ['set', 0] : ['set'] };
}
