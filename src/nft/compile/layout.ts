import type { NamedSet, SetElements } from '../ast.js';
import { SemanticError } from '../evaluate/context.js';
import { type RowLayout, rowLayout } from '../set/rows.js';
import { kindIn } from './elements.js';
import { kindOf } from './named_set.js';
import { type Environment, Scope } from './scope.js';

/**
 * How the elements of a set lie in rows: of one that is being read and has a type already, or one that is known. Undefined
 * where they cannot, or something is wrong, which compiling finds out.
 */
export function layoutOf(
  set: NamedSet | Omit<SetElements, 'elem'>,
  environment: Environment,
): RowLayout | undefined {
  const scope = new Scope(0, environment);
  try {
    return rowLayout('type' in set ? kindOf(set, scope) : kindIn(set, scope));
  } catch (error) {
    if (error instanceof SemanticError) return undefined;
    throw error;
  }
}
