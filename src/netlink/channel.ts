import { setImmediate } from 'node:timers/promises';
import type { NativeNetlinkSocket } from '../native/addon.js';
import type { Body, Decoded } from '../wire/message.js';
import { Batch, type Issued, type Waiting } from './batch.js';
import { enlist, hold, type Load } from './convoy.js';
import { Gate } from './gate.js';
import type { Request } from './request.js';
import { Slice } from './slice.js';

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
  begin?: (() => void) | undefined;
  /** Whether the channel goes on by itself once the gate is open. */
  watched?: boolean;
}

/**
 * Requests on their way through one netlink socket: answered in the order in which they were issued, and what is
 * issued in the same tick, or while an earlier batch is under way, goes to the kernel in one call.
 */
export class Channel {
  readonly socket: NativeNetlinkSocket;
  readonly #queue: Lot[] = [];
  #underWay = false;
  /** What is to be done once everything has been answered. */
  #atRest: (() => void)[] = [];

  constructor(socket: NativeNetlinkSocket) {
    this.socket = socket;
  }

  /**
   * Issues a request; resolves to the messages that answer it, decoded, or to what `convert` makes of each. Bad values
   * throw before anything is sent.
   */
  request<B extends Body, T = Decoded<B>>(
    request: Request<B>,
    convert?: (message: Decoded<B>) => T,
  ): Promise<T[]> {
    return this.issue(request, convert).answer;
  }

  /** Issues a request that others can wait for. */
  issue<B extends Body, T = Decoded<B>>(
    request: Request<B>,
    convert?: (message: Decoded<B>) => T,
  ): Issued<T> {
    const last = this.#queue.at(-1);
    if (last && !last.conditional) return last.batch.issue(request, convert);
    const lot: Lot = { batch: new Batch(), gate: undefined, conditional: false };
    const issued = lot.batch.issue(request, convert);
    this.#push(lot);
    return issued;
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
    const iterator = requests[Symbol.iterator]();
    try {
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
    } catch (error) {
      iterator.return?.();
      throw error;
    } finally {
      await Promise.all(under);
    }
  }

  /** Requests that are issued from now on wait until `event` (`request`, if it is one) has come about, well or not. */
  waitFor(event: PromiseLike<unknown>, request?: Waiting): void {
    this.#push({ batch: new Batch(), gate: new Gate(event, request), conditional: false });
  }

  /**
   * Issues a request that is to be sent only if `event` (the success of `issued`, if it is that) comes about; it keeps its
   * place in the order.
   */
  requestAfter<B extends Body>(
    event: PromiseLike<unknown>,
    request: Request<B>,
    issued?: Waiting,
  ): Promise<Decoded<B>[]> {
    const batch = new Batch();
    const promise = batch.add(request);
    this.#push({ batch, gate: new Gate(event, issued), conditional: true });
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
  idle(): Promise<void> {
    if (!this.#underWay && this.#queue.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#atRest.push(resolve));
  }

  /**
   * What can be sent now: what waits for nothing any longer, or only for requests that are among `loads`, which go before.
   * Until it has arrived there is nothing more.
   */
  load(loads: readonly Load[]): Load | undefined {
    if (this.#underWay) return undefined;
    const batch = new Batch();
    const after = new Set<Load>();
    let taken = 0;
    let open = 0;
    for (const lot of this.#queue) {
      const { gate, begin } = lot;
      if (begin) {
        if (!batch.empty || after.size > 0) break;
        begin();
        lot.begin = undefined;
      }
      if (gate && !gate.open) {
        const earlier = gate.request && loadWith(gate.request, loads);
        if (!earlier) break;
        after.add(earlier);
      }
      take(lot, batch);
      taken++;
      if (after.size === 0) open++;
    }
    // Without a request there is nothing that could go behind those it waits for.
    this.#queue.splice(0, batch.empty ? open : taken);
    this.#underWay = !batch.empty;
    if (this.#underWay) return { channel: this, batch, after };
    this.#wait();
    return undefined;
  }

  /** What was sent has been answered. */
  arrived(): void {
    this.#underWay = false;
    if (this.#queue.length > 0) enlist(this);
    else this.#rest();
  }

  #push(lot: Lot): void {
    this.#queue.push(lot);
    if (!this.#underWay) enlist(this);
  }

  /** For what is next, if there is anything. */
  #wait(): void {
    const [next] = this.#queue;
    if (next?.gate?.request) hold(this);
    if (next === undefined) this.#rest();
    else if (!next.watched) {
      next.watched = true;
      void next.gate?.passed.then(() => enlist(this));
    }
  }

  #rest(): void {
    for (const resolve of this.#atRest.splice(0)) resolve();
  }
}

function loadWith(request: Waiting, loads: readonly Load[]): Load | undefined {
  return loads.find(({ batch }) => batch.has(request));
}

/** Moves the requests of a lot into a batch, unless what they depend on has failed. */
function take({ batch, gate, conditional }: Lot, into: Batch): void {
  if (!conditional) into.absorb(batch);
  else if (!gate?.open) into.absorb(batch, gate?.request);
  else if (gate.error) batch.fail(gate.error);
  else into.absorb(batch);
}
