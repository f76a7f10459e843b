import { constants } from 'node:os';
import { SystemError } from '../error/system_error.js';
import type { NativeEventSocket } from '../native/addon.js';
import { type Decoded, messagesIn, readBody } from '../wire/message.js';
import type { Controller } from './controller.js';
import type { GenericBody } from './genetlink.js';

/** What {@link Genetlink.listen} takes. */
export interface ListenRequest<B extends GenericBody> {
  /** The name of the family: `'ethtool'`. */
  readonly family: string;
  /** The name of one of its multicast groups: `'monitor'`. */
  readonly group: string;
  /** How its messages are laid out; `wire.generic()` describes that. */
  readonly body: B;
  /** Ends it: waiting for a message then fails with the signal's reason, an AbortError. */
  readonly signal?: AbortSignal;
}

const LOST = 'the kernel could not keep all messages: look how things are, and listen anew';

/**
 * What a family of generic netlink tells a group, as it happens.
 *
 * From {@link ready} on, no message is missed; if the kernel has more to tell than it can keep, it ends with a
 * SystemError ENOBUFS. While a message is waited for, the process stays alive. Leaving the loop, the signal, `close()`
 * and the namespace's `close()` end it.
 */
export class GenericMessages<B extends GenericBody> implements AsyncIterable<Decoded<B>>, AsyncDisposable {
  /** Resolves when no message from then on is missed. @throws as {@link Genetlink.family}; TypeError: no such group. */
  readonly ready: Promise<void>;
  readonly #request: ListenRequest<B>;
  readonly #controller: Controller;
  readonly #messages = this.#read();
  #socket: NativeEventSocket | undefined;
  /** The number of the family. */
  #type = 0;
  #wake = () => {};
  #ended = false;
  #failure: unknown;

  /** @internal */
  constructor(controller: Controller, request: ListenRequest<B>) {
    const { signal } = request;
    this.#controller = controller;
    this.#request = request;
    controller.listeners.add(this.#end);
    if (signal?.aborted) this.#abort();
    else signal?.addEventListener('abort', this.#abort);
    this.ready = this.#ended ? Promise.resolve() : this.#open();
    // Whoever reads hears of it; whoever does not need not wait for it.
    this.ready.catch((error: unknown) => this.#end(error));
  }

  /** Ends it. Idempotent; messages that had arrived are not read any more. */
  async close(): Promise<void> {
    this.#end();
  }

  /** Closes, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** The messages, for `for await`; to leave the loop closes it. */
  [Symbol.asyncIterator](): AsyncIterator<Decoded<B>, void, undefined> {
    return {
      next: () => this.#messages.next(),
      // Not the generator's own, which would wait for a message that is asked for already.
      return: async () => {
        this.#end();
        return { done: true, value: undefined };
      },
    };
  }

  async #open(): Promise<void> {
    const { family, socket } = await this.#controller.join(this.#request.family, this.#request.group);
    if (this.#ended) return socket.close();
    this.#type = family.id;
    this.#socket = socket;
  }

  async *#read(): AsyncGenerator<Decoded<B>, void, undefined> {
    try {
      await this.ready.catch(() => {});
      while (!this.#ended) {
        await this.#arrival();
        for (const message of this.#take()) {
          if (this.#ended) break;
          yield message;
        }
      }
      if (this.#failure !== undefined) throw this.#failure;
    } finally {
      this.#end();
    }
  }

  #arrival(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      this.#socket?.wait(resolve);
    });
  }

  *#take(): Generator<Decoded<B>> {
    if (this.#socket === undefined) return;
    const view = new DataView(takeFrom(this.#socket, this.#request));
    for (const span of messagesIn(view))
      if (span.type === this.#type) yield readBody(this.#request.body, view, span);
  }

  readonly #abort = (): void => this.#end(this.#request.signal?.reason);

  readonly #end = (failure?: unknown): void => {
    if (this.#ended) return;
    this.#ended = true;
    this.#failure = failure;
    this.#request.signal?.removeEventListener('abort', this.#abort);
    this.#controller.listeners.delete(this.#end);
    this.#socket?.close();
    this.#socket = undefined;
    this.#wake();
  };
}

function takeFrom(
  socket: NativeEventSocket,
  { family, group }: { family: string; group: string },
): ArrayBuffer {
  try {
    return socket.take();
  } catch (error) {
    if (!(error instanceof SystemError && error.code === 'ENOBUFS')) throw error;
    throw new SystemError(constants.errno.ENOBUFS, error.operation, `${family} ${group}`, LOST);
  }
}
