import { setImmediate } from 'node:timers/promises';
import type { EventAction } from './event.js';
import { EVENT_KINDS, type EventKind } from './kinds/index.js';
import type { EventKindSpec } from './kinds/kind.js';

/** One change as the kernel told it. */
export interface Told {
  readonly kind: EventKind;
  readonly action: EventAction;
  readonly object: unknown;
  /** It was put beside others of its key. */
  readonly appended: boolean;
}

/** So many objects are taken in before others have their turn. */
const SLICE = 4096;

/** The objects of one kind, by key, as a list and the changes since have them. */
export class View {
  readonly objects = new Map<string | number, unknown>();
  readonly #spec: EventKindSpec<unknown, unknown>;
  /** Keys that several objects share. */
  readonly #shared = new Set<string | number>();

  constructor(kind: EventKind) {
    this.#spec = EVENT_KINDS[kind] as EventKindSpec<unknown, unknown>;
  }

  async fill(list: readonly unknown[]): Promise<void> {
    for (let at = 0; at < list.length; at += SLICE) {
      if (at > 0) await setImmediate();
      for (let i = at; i < Math.min(at + SLICE, list.length); i++) this.#insert(list[i]);
    }
  }

  /**
   * Follows a change; false if that cannot be told from the change alone, so that the list has to be asked for again.
   * `late`: the list may be newer than the change.
   */
  apply({ action, object, appended }: Told, late = false): boolean {
    const { key: keyOf, same, merge } = this.#spec;
    const key = keyOf(object);
    if (appended || this.#shared.has(key)) return false;
    const known = same && !late ? this.objects.get(key) : undefined;
    if (action === 'delete') {
      this.objects.delete(key);
      return known === undefined || (same?.(known, object) ?? true);
    }
    const whole = merge && this.objects.get(key);
    this.objects.set(key, whole === undefined ? object : merge?.(whole, object));
    return known === undefined || action === 'change';
  }

  #insert(object: unknown): void {
    const key = this.#spec.key(object);
    if (!this.objects.has(key)) {
      this.objects.set(key, object);
      return;
    }
    this.#shared.add(key);
    let number = 2;
    while (this.objects.has(`${key} #${number}`)) number++;
    this.objects.set(`${key} #${number}`, object);
  }
}
