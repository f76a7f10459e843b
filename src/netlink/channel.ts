import { setImmediate } from 'node:timers/promises';
import type { NativeNetlinkSocket } from '../native/addon.js';
import type { Body, Decoded } from '../wire/message.js';
import { Batch } from './batch.js';
import { Gate } from './gate.js';
import type { Request } from './request.js';
import { Slice } from './slice.js';
import { endOfTick } from './tick.js';

/** So many of very many requests are written before others have their turn, */
const SLICE = 256;
/** and so many times that are on their way before more are written. */
const UNDER_WAY = 32;

/** Requests that wait for the same thing, if for anything. */
interface Lot {
  readonly batch: Batch;
  readonly gate: Gate | undefined;
  /** Not to be sent if what is waited for fails. */
  readonly conditional: boolean;
  /** Starts what is waited for. */
  readonly begin?: () => void;
}

/**
 * Requests on their way through one netlink socket: answered in the order in which they were issued, and what is
 * issued in the same tick, or while an earlier batch is under way, goes to the kernel in one call.
 */
export class Channel {
  readonly #socket: NativeNetlinkSocket;
  readonly #queue: Lot[] = [];
  #running: Promise<void> | undefined;

  constructor(socket: NativeNetlinkSocket) {
    this.#socket = socket;
  }

  /**
   * Issues a request; resolves to the messages that answer it, decoded, or to what `convert` makes of each. Bad values
   * throw before anything is sent.
   */
  request<B extends Body, T = Decoded<B>>(
    request: Request<B>,
    convert?: (message: Decoded<B>) => T,
  ): Promise<T[]> {
    const last = this.#queue.at(-1);
    if (last && !last.conditional) return last.batch.add(request, convert);
    const lot: Lot = { batch: new Batch(), gate: undefined, conditional: false };
    const promise = lot.batch.add(request, convert);
    this.#push(lot);
    return promise;
  }

  /**
   * Issues very many requests: while the kernel has some of them, the next are written, and others have their turn.
   * Resolves when all have been answered. `refused` hears of each that failed, by its position. One that cannot be
   * written ends it, after those before it have been answered.
   */
  async requestAll<B extends Body>(
    requests: Iterable<Request<B>>,
    refused: (error: Error, position: number) => void,
  ): Promise<void> {
    const under: Promise<void>[] = [];
    let position = 0;
    try {
      const iterator = requests[Symbol.iterator]();
      for (let next = iterator.next(); !next.done; ) {
        const slice = new Slice(refused);
        try {
          do {
            slice.add(next.value, position++);
            next = iterator.next();
          } while (!next.done && slice.size < SLICE);
        } finally {
          if (slice.size > 0) {
            under.push(slice.answered);
            this.#push({ batch: slice.batch, gate: undefined, conditional: false });
          }
        }
        await setImmediate();
        await under[under.length - UNDER_WAY];
      }
    } finally {
      await Promise.all(under);
    }
  }

  /** Requests that are issued from now on wait until `event` has come about, well or not. */
  waitFor(event: PromiseLike<unknown>): void {
    this.#push({ batch: new Batch(), gate: new Gate(event), conditional: false });
  }

  /** Issues a request that is to be sent only if `event` comes about; it keeps its place in the order. */
  requestAfter<B extends Body>(event: PromiseLike<unknown>, request: Request<B>): Promise<Decoded<B>[]> {
    const batch = new Batch();
    const promise = batch.add(request);
    this.#push({ batch, gate: new Gate(event), conditional: true });
    return promise;
  }

  /** Issues a request that is still being described; it keeps its place in the order. */
  async requestLater<B extends Body, T = Decoded<B>>(
    description: Promise<Request<B>>,
    convert?: (message: Decoded<B>) => T,
  ): Promise<T[]> {
    const batch = new Batch();
    // In an object: a promise of a promise would be the answer, which the gate must not wait for.
    const added = description.then((request) => ({ answer: batch.add(request, convert) }));
    this.#push({ batch, gate: new Gate(added), conditional: true });
    return (await added).answer;
  }

  /** Has `work` done between what was issued before and what is issued after. */
  perform<T>(work: () => Promise<T>): Promise<T> {
    let begin = () => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const done = begun.then(work);
    this.#push({ batch: new Batch(), gate: new Gate(done), conditional: false, begin });
    return done;
  }

  /** Resolves when everything that was issued has been answered. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  #push(lot: Lot): void {
    this.#queue.push(lot);
    this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    await endOfTick();
    for (let lot = this.#queue.shift(); lot; lot = this.#queue.shift()) {
      lot.begin?.();
      await lot.gate?.passed;
      const batch = new Batch();
      take(lot, batch);
      // What need not wait any longer goes along.
      while (this.#queue[0]?.gate?.open ?? this.#queue.length > 0) take(this.#queue.shift(), batch);
      if (!batch.empty) await this.#send(batch);
    }
    this.#running = undefined;
  }

  async #send(batch: Batch): Promise<void> {
    const { names, slots } = batch.writer;
    try {
      await batch.settle(await this.#socket.transact(batch.writer.finish(), names, Uint32Array.from(slots)));
    } catch (error) {
      batch.fail(error as Error);
    }
  }
}

/** Moves the requests of a lot into a batch, unless what they depend on has failed. */
function take(lot: Lot | undefined, batch: Batch): void {
  const error = lot?.conditional ? lot.gate?.error : undefined;
  if (error) lot?.batch.fail(error);
  else if (lot) batch.absorb(lot.batch);
}
