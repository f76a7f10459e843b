import { callback, checkOptions, signal as signalCheck } from '../check/options.js';
import { ClosedError } from '../error/closed_error.js';
import type { Link } from '../link/link.js';
import type { EventHub, Listener } from './hub.js';
import type { EventKind, ObjectOf } from './kinds/index.js';
import { SnapshotTaking, type Views } from './snapshot.js';
import { type Told, View } from './view.js';

const KINDS = [
  'link',
  'address',
  'route',
  'rule',
  'nexthop',
  'neighbour',
] as const satisfies readonly EventKind[];

/** How {@link State.until} is to wait. */
export interface UntilOptions {
  /** Ends it: it then fails with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * What is in a namespace now: a view that the kernel's events keep up to date, without asking.
 *
 *     await using state = ns.state();
 *     await state.ready;
 *     await state.until(({ links }) => [...links.values()].some(({ name }) => name === 'eth0'));
 *
 * All maps are as of one moment, and change only between two turns of the event loop. After an overrun they are right
 * again once everything was listed anew. It does not keep the process alive, but while it gets ready, or somebody waits
 * in {@link until}, it does.
 */
export class State implements AsyncDisposable {
  /** Resolves when everything is there for the first time. */
  readonly ready: Promise<void>;
  readonly #hub: EventHub;
  readonly #listener: Listener;
  readonly #watchers = new Set<() => void>();
  #views: Views = new Map(KINDS.map((kind) => [kind, new View(kind)]));
  /** Kinds that have to be listed anew. */
  #stale = new Set<EventKind>(KINDS);
  #taking: SnapshotTaking | undefined;
  #retaken: ReadonlySet<EventKind> = new Set();
  #changed = false;
  #waiting = 1;
  #ended: Error | undefined;

  /** @internal */
  constructor(hub: EventHub) {
    this.#hub = hub;
    const state = this;
    this.#listener = {
      kinds: new Set(KINDS),
      hungry: true,
      get keepsAlive() {
        return state.#waiting > 0;
      },
      tell: (told) => this.#tell(told),
      told: () => this.#told(),
      lost: () => this.#lose(),
      end: (error) => this.#end(error ?? new ClosedError(hub.handle.label)),
    };
    this.ready = this.#start();
    this.ready.catch(() => {});
  }

  /** By index. */
  get links(): ReadonlyMap<number, Link> {
    return this.#map('link');
  }

  get addresses(): ReadonlyMap<string, ObjectOf<'address'>> {
    return this.#map('address');
  }

  /** Of every table. */
  get routes(): ReadonlyMap<string, ObjectOf<'route'>> {
    return this.#map('route');
  }

  get rules(): ReadonlyMap<string, ObjectOf<'rule'>> {
    return this.#map('rule');
  }

  /** By their numbers. */
  get nexthops(): ReadonlyMap<number, ObjectOf<'nexthop'>> {
    return this.#map('nexthop');
  }

  /**
   * One that the kernel has just begun to look for is in it as soon as something has become of that: before, the kernel
   * does not tell.
   */
  get neighbours(): ReadonlyMap<string, ObjectOf<'neighbour'>> {
    return this.#map('neighbour');
  }

  /** Has `listener` called after changes, once for all that came together. Returns what ends that. */
  onChange(listener: (state: State) => void): () => void {
    callback('listener', listener);
    const watcher = () => listener(this);
    this.#watchers.add(watcher);
    return () => {
      this.#watchers.delete(watcher);
    };
  }

  /**
   * Waits until something is so; the signal ends the waiting.
   *
   *     await state.until(({ links }) => links.size > 1, { signal: AbortSignal.timeout(1000) });
   *
   * @throws ClosedError if it is closed first; the signal's reason, an AbortError or a TimeoutError.
   */
  async until(condition: (state: State) => boolean, options: UntilOptions = {}): Promise<void> {
    callback('condition', condition);
    checkOptions('state.until', options, { signal: signalCheck });
    const { signal } = options;
    this.#keep(1);
    try {
      await new Promise<void>((resolve, reject) => {
        let ready = false;
        const look = () => {
          try {
            if (this.#ended) reject(this.#ended);
            else if (signal?.aborted) reject(signal.reason);
            else if (ready && condition(this)) resolve();
            else return;
          } catch (error) {
            reject(error);
          }
          this.#watchers.delete(look);
          signal?.removeEventListener('abort', look);
        };
        const begin = () => {
          ready = true;
          look();
        };
        this.#watchers.add(look);
        signal?.addEventListener('abort', look);
        look();
        this.ready.then(begin, begin);
      });
    } finally {
      this.#keep(-1);
    }
  }

  /** Lets it rest: the maps stay as they are. Idempotent. */
  async close(): Promise<void> {
    this.#end(new ClosedError('the state'));
  }

  /** Closes, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #start(): Promise<void> {
    try {
      await this.#hub.add(this.#listener);
      await this.#retake();
    } catch (error) {
      this.#end(error as Error);
    }
    this.#keep(-1);
    if (this.#ended) throw this.#ended;
  }

  #map<K extends EventKind>(kind: K): ReadonlyMap<never, ObjectOf<K>> {
    return this.#views.get(kind)?.objects as unknown as ReadonlyMap<never, ObjectOf<K>>;
  }

  #tell(told: Told): void {
    if (this.#takesRoutes(told)) this.#stale.add('route');
    this.#changed = true;
    if (this.#retaken.has(told.kind)) this.#taking?.tell(told);
    else if (this.#views.get(told.kind)?.apply(told) === false) this.#stale.add(told.kind);
  }

  /** Whether IPv4 routes may have gone along with something: of those the kernel does not tell. */
  #takesRoutes({ kind, action, object }: Told): boolean {
    if (kind === 'address') return action === 'delete' && (object as ObjectOf<'address'>).family === 'inet';
    if (kind === 'nexthop') return action === 'delete';
    if (kind !== 'link') return false;
    const { index, up } = object as Link;
    return action === 'delete' || (!up && this.links.get(index)?.up !== false);
  }

  #told(): void {
    if (this.#stale.size > 0 && !this.#taking) this.#retake().catch((error) => this.#end(error as Error));
    if (this.#changed) this.#notify();
  }

  #lose(): void {
    this.#taking?.lost();
    for (const kind of KINDS) this.#stale.add(kind);
  }

  /** Lists what is stale anew, until nothing is. */
  async #retake(): Promise<void> {
    while (this.#stale.size > 0 && !this.#ended) {
      this.#retaken = this.#stale;
      this.#stale = new Set();
      const taking = new SnapshotTaking(this.#hub, this.#retaken);
      this.#taking = taking;
      try {
        await taking.run((views) => {
          this.#views = new Map([...this.#views, ...views]);
          this.#retaken = new Set();
        });
      } finally {
        this.#taking = undefined;
      }
    }
    this.#notify();
  }

  #notify(): void {
    this.#changed = false;
    for (const watcher of [...this.#watchers]) {
      try {
        watcher();
      } catch (error) {
        // What goes wrong in a listener is nobody's here: it ends the process, as that of an EventEmitter.
        process.nextTick(() => {
          throw error;
        });
      }
    }
  }

  #keep(change: number): void {
    this.#waiting += change;
    this.#hub.wake();
  }

  #end(error: Error): void {
    if (this.#ended) return;
    this.#ended = error;
    this.#hub.remove(this.#listener);
    this.#notify();
  }
}
