import { constants } from 'node:os';
import { SystemError } from '../error/system_error.js';
import type { EventHub } from './hub.js';
import { EVENT_KINDS, type EventKind } from './kinds/index.js';
import { type Told, View } from './view.js';

export type Views = ReadonlyMap<EventKind, View>;

/** Changes that are kept while a snapshot is taken; if more come, it is begun again. */
const MOST_CHANGES = 500_000;
const MOST_ATTEMPTS = 16;
const TOO_MANY = 'changes came faster than a snapshot could be taken, again and again';

/**
 * How things are at one moment between two events: lists, which the kernel gives while things change, brought up to
 * date with the changes that were told meanwhile. What is told before that moment is part of it, what is told after
 * is not.
 */
export class SnapshotTaking {
  readonly #hub: EventHub;
  readonly #kinds: readonly EventKind[];
  #changes: Told[] = [];
  #spoilt = false;
  #restart: (() => void) | undefined;

  /** From here on, {@link tell} and {@link lost} have to hear of everything until it is done. */
  constructor(hub: EventHub, kinds: Iterable<EventKind>) {
    this.#hub = hub;
    this.#kinds = [...kinds];
  }

  tell(told: Told): void {
    if (this.#changes.length < MOST_CHANGES) this.#changes.push(told);
    else this.#spoilt = true;
  }

  lost(): void {
    this.#spoilt = true;
    this.#restart?.();
  }

  /** Calls `done` at that very moment, between two events. */
  async run(done: (views: Views) => void): Promise<void> {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      this.#spoilt = false;
      this.#changes = [];
      const views = new Map(this.#kinds.map((kind) => [kind, new View(kind)]));
      await Promise.all(
        [...views].map(async ([kind, view]) => view.fill(await EVENT_KINDS[kind].list(this.#hub.handle))),
      );
      if (this.#spoilt) continue;
      const complete = await new Promise<boolean>((resolve) => {
        this.#restart = () => resolve(false);
        this.#hub.fence(() => {
          const followed = !this.#spoilt && this.#follow(views);
          if (followed) done(views);
          resolve(followed);
        });
      });
      this.#restart = undefined;
      if (complete) return;
    }
    throw new SystemError(constants.errno.EINTR, 'snapshot', [...this.#kinds].join(', '), TOO_MANY);
  }

  #follow(views: Views): boolean {
    return this.#changes.every((told) => views.get(told.kind)?.apply(told, true) ?? true);
  }
}
