import { DIRECTIONS } from '../selector/ct.js';
import type { Term } from '../term.js';
import { fail } from './context.js';

/** Sets and concatenations are of a type by themselves: `ct original saddr` has to say there which version of IP it is of. */
export function requireVersion(term: Term): void {
  if (term.kind !== 'ct' || term.key.type !== undefined) return;
  const { key, direction = 0 } = term;
  const dir = DIRECTIONS[direction];
  fail(`say which version of IP this is for: "ct ${dir} ip ${key.name}" or "ct ${dir} ip6 ${key.name}"`);
}
