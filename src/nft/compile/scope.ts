import { NFT_NAME_MAXLEN } from '../../uapi/nf_tables.js';
import type { Family } from '../ast.js';
import type { PathKey } from '../error.js';
import { fail } from '../evaluate/context.js';
import { FAMILIES, FAMILY_NUMBERS, isFamily } from '../family.js';
import type { Names } from '../names/names.js';
import type { Operation, Origin } from '../operation.js';
import type { RulePatterns } from '../pattern/compiled.js';
import type { SetRegistry } from './sets.js';

/** `Omit` for each member of a union. */
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What the commands of one input have in common. */
export interface Environment {
  readonly names: Names;
  /** Of whoever takes patterned rules. */
  readonly patterns?: RulePatterns | undefined;
  readonly sets: SetRegistry;
  /** Whether whoever takes the operations takes elements as rows, too. */
  readonly packs: boolean;
  add(operation: Operation): void;
}

/** The command at hand: where in it the compiler is, and where its operations go. */
export class Scope {
  readonly command: number;
  readonly names: Names;
  readonly patterns: RulePatterns | undefined;
  readonly sets: SetRegistry;
  readonly packs: boolean;
  readonly path: PathKey[] = [];
  readonly #environment: Environment;

  constructor(command: number, environment: Environment) {
    this.command = command;
    this.names = environment.names;
    this.patterns = environment.patterns;
    this.sets = environment.sets;
    this.packs = environment.packs;
    this.#environment = environment;
  }

  /** Adds an operation on the object that the path leads to; it is the scope's from now on. */
  add(operation: Without<Operation, 'command' | 'path'>): void {
    // Completed in place: a copy takes longer than all the rest that is done for a rule of a known pattern.
    const complete = operation as Writable<Partial<Origin>>;
    complete.command = this.command;
    complete.path = this.path.slice();
    this.#environment.add(complete as Operation);
  }

  /** An error about a property of the object at hand. */
  failAt(key: PathKey, reason: string): never {
    this.path.push(key);
    return fail(reason);
  }

  /** Goes into a property of the object at hand; {@link leave} comes back. */
  enter(key: PathKey): void {
    this.path.push(key);
  }

  leave(): void {
    this.path.pop();
  }

  family(object: { readonly family: Family }): number {
    const { family } = object;
    if (typeof family !== 'string' || !isFamily(family)) {
      return this.failAt('family', `"${family}" is no family (${FAMILIES.join(', ')})`);
    }
    return FAMILY_NUMBERS[family];
  }

  /** A name that nf_tables takes. */
  name<K extends string>(object: { readonly [P in K]?: string }, key: K): string {
    const name = object[key];
    if (typeof name !== 'string' || name === '') return this.failAt(key, 'a name is missing');
    // No character has more than three bytes a UTF-16 unit.
    if (name.length * 3 >= NFT_NAME_MAXLEN && Buffer.byteLength(name) >= NFT_NAME_MAXLEN) {
      return this.failAt(key, `a name has at most ${NFT_NAME_MAXLEN - 1} bytes`);
    }
    return name;
  }

  /** A handle, if there is one. */
  handle<K extends string>(object: { readonly [P in K]?: number }, key: K): number | undefined {
    const handle = object[key];
    if (handle === undefined) return undefined;
    if (!Number.isSafeInteger(handle) || handle < 0) return this.failAt(key, `${handle} is no handle`);
    return handle;
  }
}

/** Adds the path within a part to that of the object at hand, for the error of that part. */
export function reportTo(scope: Scope): (path: readonly PathKey[], error: unknown) => never {
  return (path, error) => {
    scope.path.push(...path);
    throw error;
  };
}
