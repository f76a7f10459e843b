import type { ElementMessage } from '../operation.js';
import { fromElements, type Interval, toElements } from '../set/interval.js';
import { difference } from '../set/merge.js';
import type { Steps } from '../steps.js';
import type { Scope } from './scope.js';
import { portions } from './sets.js';

/** Finds the elements of a set that is there before the input's own; none where there is no such set. */
export type ElementFinder = (family: number, table: string, name: string) => readonly ElementMessage[];

export type Intervals = readonly Interval<ElementMessage>[];

/** Which set. */
export interface SetPlace {
  readonly family: number;
  readonly table: string;
  readonly set: string;
}

/** A set as the kernel has it when the input comes to it, and as it is to be. */
interface Pending {
  readonly place: SetPlace;
  readonly before: Intervals;
  after: Intervals;
  /** The command that has changed it last. */
  scope: Scope;
}

/**
 * The sets whose intervals merge, as far as an input has gone: what else comes depends on what is there. Each is changed
 * once, at the end, because the kernel does not take an element out that the same transaction has put in.
 */
export class MergingSets {
  readonly #find: ElementFinder | undefined;
  readonly #pending = new Map<string, Pending>();
  /** The beginnings of the keys of sets that the input has emptied, or taken away. */
  readonly #emptied: string[] = [];

  constructor(find: ElementFinder | undefined) {
    this.#find = find;
  }

  present({ family, table, set }: SetPlace): Intervals {
    const key = keyOf(family, table, set);
    const pending = this.#pending.get(key);
    if (pending !== undefined) return pending.after;
    if (this.#emptied.some((beginning) => key.startsWith(beginning))) return [];
    return fromElements(this.#find?.(family, table, set) ?? []);
  }

  change(place: SetPlace, before: Intervals, after: Intervals, scope: Scope): void {
    const key = keyOf(place.family, place.table, place.set);
    const pending = this.#pending.get(key);
    if (pending === undefined) this.#pending.set(key, { place, before, after, scope });
    else Object.assign(pending, { after, scope });
  }

  /** Nothing is in a set any more, in those of a table, or in those of a family (0: of every one). */
  empty(family: number, table?: string, set?: string): void {
    const beginning = family === 0 ? '' : keyOf(family, table, set);
    for (const key of this.#pending.keys()) if (key.startsWith(beginning)) this.#pending.delete(key);
    this.#emptied.push(beginning);
  }

  /** Has everything changed that is to be. */
  *finish(): Steps {
    for (const { place, before, after, scope } of this.#pending.values()) {
      const { gone, added } = yield* difference(before, after);
      const out = yield* toElements(gone.map(bare), { whole: false, anonymous: false });
      const into = yield* toElements(added, { whole: before.length === 0, anonymous: false });
      for (const elements of portions(out))
        scope.add({ op: 'delelements', destroy: false, elements: { ...place, elements } });
      for (const elements of portions(into))
        scope.add({ op: 'newelements', exclusive: false, elements: { ...place, elements } });
    }
  }
}

function keyOf(...names: readonly (number | string | undefined)[]): string {
  return names.map((name) => (name === undefined ? '' : `${name} `)).join('');
}

/** Of what is taken out the key is enough. */
function bare({ first, last }: Interval<ElementMessage>): Interval<ElementMessage> {
  return { first, last, element: {} };
}
