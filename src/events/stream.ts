import { boolean, checkOptions, integer, oneOf, signal, wrongType } from '../check/options.js';
import type { NetworkEvent } from './event.js';
import type { EventHub, Listener } from './hub.js';
import { EVENT_KINDS, type EventKind } from './kinds/index.js';
import { SnapshotTaking, type Views } from './snapshot.js';
import type { Told } from './view.js';

/** What {@link Namespace.events} can be told. */
export interface EventOptions<K extends EventKind = EventKind> {
  /** Default: every kind. */
  readonly kinds?: readonly K[];
  /** Begin with a `snapshot` event of what is there. Default false. */
  readonly snapshot?: boolean;
  /** Events that may wait for the loop; if more come, a `resync` takes their place. Default 65536. */
  readonly buffer?: number;
  /** Ends it: waiting for an event then fails with the signal's reason, an AbortError. */
  readonly signal?: AbortSignal;
}

const kindName = oneOf(...Object.keys(EVENT_KINDS));

export function eventOptions(options: EventOptions): void {
  checkOptions('events', options, {
    kinds: (field, value) => {
      if (!Array.isArray(value)) throw wrongType(field, value, 'an array of kinds');
      for (const [i, kind] of value.entries()) kindName(`${field}[${i}]`, kind);
    },
    snapshot: boolean,
    buffer: integer(1, 2 ** 31),
    signal,
  });
}

/**
 * Changes in a namespace, as they happen: `ip monitor`, `tc monitor`.
 *
 *     for await (const event of ns.events({ kinds: ['link', 'route'] })) {
 *       if (event.kind === 'link') console.log(event.action, event.link.name);
 *     }
 *
 * From {@link ready} on, no change is missed. If the kernel has more to tell than it can keep, or a loop is too slow, a
 * `resync` event says how everything is by then, and the stream goes on. While an event is waited for, the process
 * stays alive. Leaving the loop, the signal, `close()` and the namespace's `close()` end it.
 *
 * Source: rtnetlink(7), the groups RTNLGRP_*.
 */
export class EventStream<K extends EventKind = EventKind>
  implements AsyncIterable<NetworkEvent<K>>, AsyncDisposable
{
  /** Resolves when no change from then on is missed. */
  readonly ready: Promise<void>;
  readonly #hub: EventHub;
  readonly #listener: Listener;
  readonly #most: number;
  readonly #signal: AbortSignal | undefined;
  readonly #events = this.#read();
  #queue: Told[] = [];
  #first: 'snapshot' | undefined;
  #lost = false;
  #taking: SnapshotTaking | undefined;
  #arrived: (() => void) | undefined;
  #waiting = false;
  #ended = false;
  #failure: unknown;

  /** @internal */
  constructor(hub: EventHub, options: EventOptions<K>) {
    const { kinds = Object.keys(EVENT_KINDS) as K[], snapshot = false, buffer = 65_536, signal } = options;
    this.#hub = hub;
    this.#most = buffer;
    this.#signal = signal;
    this.#first = snapshot ? 'snapshot' : undefined;
    const stream = this;
    this.#listener = {
      kinds: new Set(kinds),
      get hungry() {
        return stream.#waiting || stream.#taking !== undefined;
      },
      keepsAlive: true,
      tell: (told) => this.#tell(told),
      told: () => this.#arrived?.(),
      lost: () => this.#lose(),
      end: (error) => this.#end(error),
    };
    if (signal?.aborted) this.#abort();
    else signal?.addEventListener('abort', this.#abort);
    this.ready = this.#ended ? Promise.resolve() : hub.add(this.#listener);
    // Whoever reads hears of it; whoever does not need not wait for it.
    this.ready.catch((error) => this.#end(error));
  }

  /** Ends it. Idempotent; events that had arrived are not read any more. */
  async close(): Promise<void> {
    this.#end();
  }

  /** Closes, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** The events, for `for await`; to leave the loop closes the stream. */
  [Symbol.asyncIterator](): AsyncIterator<NetworkEvent<K>, void, undefined> {
    return {
      next: () => this.#events.next(),
      // Not the generator's own, which would wait for an event that is asked for already.
      return: async () => {
        this.#end();
        return { done: true, value: undefined };
      },
    };
  }

  async *#read(): AsyncGenerator<NetworkEvent<K>, void, undefined> {
    try {
      await this.ready.catch(() => {});
      while (!this.#ended) {
        if (this.#lost || this.#first) {
          const snapshot = await this.#snapshot();
          if (snapshot) yield snapshot;
        }
        for (const told of this.#queue.splice(0)) {
          if (this.#ended || this.#lost) break;
          yield eventOf<K>(told);
        }
        if (!this.#ended && !this.#lost && this.#queue.length === 0) await this.#arrival();
      }
      if (this.#failure !== undefined) throw this.#failure;
    } finally {
      this.#end();
    }
  }

  async #arrival(): Promise<void> {
    this.#waiting = true;
    const arrived = new Promise<void>((resolve) => {
      this.#arrived = resolve;
    });
    this.#hub.wake();
    await arrived;
    this.#waiting = false;
    this.#arrived = undefined;
  }

  async #snapshot(): Promise<NetworkEvent<K> | undefined> {
    const kind = this.#first ?? 'resync';
    this.#first = undefined;
    this.#lost = false;
    this.#queue = [];
    const taking = new SnapshotTaking(this.#hub, this.#listener.kinds);
    this.#taking = taking;
    try {
      let found: NetworkEvent<K> | undefined;
      const run = taking.run((views) => {
        this.#taking = undefined;
        found = snapshotOf<K>(kind, views);
      });
      this.#hub.wake();
      await Promise.race([run, this.#over]);
      return found;
    } catch (error) {
      // Where the namespace is closed meanwhile, there is nothing to ask any more.
      if (!this.#ended) throw error;
      return undefined;
    } finally {
      this.#taking = undefined;
    }
  }

  #tell(told: Told): void {
    if (this.#taking) this.#taking.tell(told);
    else if (this.#queue.length < this.#most) this.#queue.push(told);
    else this.#lose();
  }

  #lose(): void {
    if (this.#taking) this.#taking.lost();
    else {
      this.#lost = true;
      this.#queue = [];
      this.#arrived?.();
    }
  }

  readonly #abort = (): void => this.#end(this.#signal?.reason);

  #finish = () => {};
  readonly #over = new Promise<void>((resolve) => {
    this.#finish = resolve;
  });

  #end(failure?: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#failure = failure;
    this.#signal?.removeEventListener('abort', this.#abort);
    this.#hub.remove(this.#listener);
    this.#queue = [];
    this.#arrived?.();
    this.#finish();
  }
}

function eventOf<K extends EventKind>({ kind, action, object }: Told): NetworkEvent<K> {
  return { kind, action, [kind]: object } as unknown as NetworkEvent<K>;
}

function snapshotOf<K extends EventKind>(kind: 'snapshot' | 'resync', views: Views): NetworkEvent<K> {
  const lists = [...views].map(([name, { objects }]) => [EVENT_KINDS[name].plural, [...objects.values()]]);
  return { kind, ...Object.fromEntries(lists) } as NetworkEvent<K>;
}
