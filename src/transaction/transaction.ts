import { callback } from '../check/options.js';
import { type LeftStep, TransactionError } from '../error/transaction_error.js';
import { INVERSES, type Undoable } from './undo/index.js';
import type { Collections, Inverse, Undo } from './undo/inverse.js';

interface Step {
  readonly name: string;
  /** How to undo it, once it has succeeded. */
  readonly undo: Promise<Undo>;
}

type Verb = (...args: unknown[]) => unknown;

/** Steps that are undone, the last first, if one of them fails. */
class Transaction {
  readonly #on: Collections;
  readonly #steps: Step[] = [];
  #failed: { readonly name: string; readonly error: unknown } | undefined;
  #over = false;

  constructor(on: Collections) {
    this.#on = on;
  }

  /** The collections, whose verbs become steps. */
  get collections(): Undoable {
    return this.#steppingThrough(INVERSES, this.#on, []) as unknown as Undoable;
  }

  #steppingThrough(inverses: object, on: object, path: readonly string[]): object {
    const entries = Object.entries(inverses).map(([name, inverse]) => {
      const [inner, within] = [(on as Record<string, unknown>)[name], [...path, name]];
      const stepping =
        typeof inverse === 'function'
          ? (...args: unknown[]) =>
              this.#carryOut(within.join('.'), inverse, args, async () => (inner as Verb).apply(on, args))
          : this.#steppingThrough(inverse, inner as object, within);
      return [name, stepping];
    });
    return Object.fromEntries(entries);
  }

  async #carryOut(
    verb: string,
    inverse: Inverse<unknown[]>,
    args: unknown[],
    issue: () => Promise<unknown>,
  ): Promise<unknown> {
    const name = `${verb} ${subjectOf(args)}`.trimEnd();
    if (this.#over) throw new TypeError(`${name}: the transaction is over`);
    if (this.#failed) throw this.#failed.error;
    let outcome: unknown;
    const undo = start(() =>
      inverse(this.#on, args, async () => {
        outcome = await issue();
        return outcome;
      }),
    );
    this.#steps.push({ name, undo });
    try {
      await undo;
      return outcome;
    } catch (error) {
      if (error instanceof TypeError) error.message = `${verb}: ${error.message}`;
      this.#failed ??= { name, error };
      throw error;
    }
  }

  async run<T>(work: (collections: Undoable) => Promise<T>): Promise<T> {
    const [outcome] = await Promise.allSettled([start(() => work(this.collections))]);
    this.#over = true;
    // Also those that nobody waited for.
    const undos = await Promise.allSettled(this.#steps.map(({ undo }) => undo));
    if (outcome.status === 'fulfilled' && !this.#failed) return outcome.value;

    const undone: string[] = [];
    const left: LeftStep[] = [];
    for (const [i, { name }] of [...this.#steps.entries()].reverse()) {
      const undo = undos[i];
      if (undo?.status !== 'fulfilled') continue;
      try {
        await undo.value();
        undone.push(name);
      } catch (error) {
        left.push({ step: name, error: error as Error });
      }
    }
    const cause = this.#failed ? this.#failed.error : outcome.status === 'rejected' && outcome.reason;
    throw new TransactionError(cause, this.#failed?.name, undone, left);
  }
}

/** Calls it now, and has what it throws reject. */
async function start<T>(work: () => Promise<T>): Promise<T> {
  return work();
}

/** What names an object best comes first. */
const SUBJECTS = 'name to address lladdr handle classId vid vni msti link id priority'.split(' ');

/** What a step is about, for people: the first thing that names it. */
function subjectOf([first]: readonly unknown[]): string {
  if (typeof first !== 'object' || first === null) return String(first ?? '');
  const said = first as Record<string, unknown>;
  const names = SUBJECTS.map((name) => said[name]).filter((value) => value !== undefined);
  return String(names[0] ?? '');
}

/** Runs `work` on collections whose verbs are undone if one fails, or if `work` itself does. */
export async function runTransaction<T>(
  on: Collections,
  work: (collections: Undoable) => Promise<T>,
): Promise<T> {
  callback('work', work);
  return new Transaction(on).run(work);
}
