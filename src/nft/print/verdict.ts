import type { Expression } from '../ast.js';

/** A verdict as text; undefined where it is none. */
export function printVerdict(verdict: Expression): string | undefined {
  if (typeof verdict !== 'object' || verdict === null || Array.isArray(verdict)) return undefined;
  if ('jump' in verdict && 'target' in verdict.jump) return `jump ${verdict.jump.target}`;
  if ('goto' in verdict && 'target' in verdict.goto) return `goto ${verdict.goto.target}`;
  return ['accept', 'drop', 'continue', 'return'].find((word) => word in verdict);
}
