import { type LeftStep, TransactionError } from '../error/transaction_error.js';
import { INVERSES, type Undoable } from './undo/index.js';
import type { Collections, Inverse, Undo } from './undo/inverse.js';

interface Step {
  readonly name: string;
  /** How to undo it, once it has succeeded. */
  readonly undo: Promise<Undo>;
}

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
  readonly collections = Object.fromEntries(
    Object.entries(INVERSES).map(([collection, verbs]) => [
      collection,
      Object.fromEntries(
        Object.entries(verbs).map(([verb, inverse]) => [
          verb,
          (...args: unknown[]) => this.#carryOut(collection, verb, inverse as Inverse<unknown[]>, args),
        ]),
      ),
    ]),
  ) as unknown as Undoable;

  async #carryOut(
    collection: string,
    verb: string,
    inverse: Inverse<unknown[]>,
    args: unknown[],
  ): Promise<void> {
    const name = `${collection}.${verb} ${subjectOf(args)}`.trimEnd();
    if (this.#over) throw new TypeError(`${name}: the transaction is over`);
    if (this.#failed) throw this.#failed.error;
    const on = this.#on as unknown as Record<
      string,
      Record<string, (...args: unknown[]) => Promise<unknown>>
    >;
    const undo = start(() => inverse(this.#on, args, async () => on[collection]?.[verb]?.(...args)));
    this.#steps.push({ name, undo });
    try {
      await undo;
    } catch (error) {
      if (error instanceof TypeError) error.message = `${collection}.${verb}: ${error.message}`;
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

/** What a step is about, for people: the first thing that names it. */
function subjectOf([first]: readonly unknown[]): string {
  if (typeof first !== 'object' || first === null) return String(first ?? '');
  const { name, to, address, handle, classId, link, id, priority } = first as Record<string, unknown>;
  return String(name ?? to ?? address ?? handle ?? classId ?? link ?? id ?? priority ?? '');
}

/** Runs `work` on collections whose verbs are undone if one fails, or if `work` itself does. */
export function runTransaction<T>(on: Collections, work: (collections: Undoable) => Promise<T>): Promise<T> {
  return new Transaction(on).run(work);
}
