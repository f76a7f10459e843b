import type { NativeNetlinkSocket } from '../native/addon.js';
import type { Body, Decoded } from '../wire/message.js';
import { Batch } from './batch.js';
import type { Request } from './request.js';

/** Holds back what was issued behind it until something has come about. */
interface Gate {
  readonly event: PromiseLike<unknown>;
  /** Sent if the event came about well; if not, it fails the same way. */
  readonly batch: Batch | undefined;
}

/**
 * Requests on their way through one netlink socket: answered in the order in which they were issued, and what is
 * issued in the same tick, or while an earlier batch is under way, goes to the kernel in one call.
 */
export class Channel {
  readonly #socket: NativeNetlinkSocket;
  readonly #queue: (Batch | Gate)[] = [];
  #running: Promise<void> | undefined;

  constructor(socket: NativeNetlinkSocket) {
    this.#socket = socket;
  }

  /** Issues a request; resolves to the messages that answer it, decoded. Bad values throw before anything is sent. */
  request<B extends Body>(request: Request<B>): Promise<Decoded<B>[]> {
    let batch = this.#queue.at(-1);
    if (!(batch instanceof Batch)) {
      batch = new Batch();
      const promise = batch.add(request);
      this.#queue.push(batch);
      this.#running ??= this.#run();
      return promise;
    }
    return batch.add(request);
  }

  /** Requests that are issued from now on wait until `event` has come about, well or not. */
  waitFor(event: PromiseLike<unknown>): void {
    this.#queue.push({ event, batch: undefined });
    this.#running ??= this.#run();
  }

  /** Issues a request that is to be sent only if `event` comes about; it keeps its place in the order. */
  requestAfter<B extends Body>(event: PromiseLike<unknown>, request: Request<B>): Promise<Decoded<B>[]> {
    const batch = new Batch();
    const promise = batch.add(request);
    this.#queue.push({ event, batch });
    this.#running ??= this.#run();
    return promise;
  }

  /** Resolves when everything that was issued has been answered. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    await endOfTick();
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      if (next instanceof Batch) await this.#send(next);
      else await this.#pass(next);
    }
    this.#running = undefined;
  }

  async #pass({ event, batch }: Gate): Promise<void> {
    try {
      await event;
    } catch (error) {
      batch?.fail(error as Error);
      return;
    }
    if (batch) await this.#send(batch);
  }

  async #send(batch: Batch): Promise<void> {
    const { names, slots } = batch.writer;
    try {
      batch.settle(await this.#socket.transact(batch.writer.finish(), names, Uint32Array.from(slots)));
    } catch (error) {
      batch.fail(error as Error);
    }
  }
}

/** After everything that is ready to run now has run: microtasks first, then this. */
function endOfTick(): Promise<void> {
  return new Promise((resolve) => queueMicrotask(() => process.nextTick(resolve)));
}
