import { constants } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { type LinkRef, linkRef } from '../check/link.js';
import { boolean, checkOptions, integer, signal } from '../check/options.js';
import { SystemError } from '../error/system_error.js';
import type { Handle } from '../handle/handle.js';
import type { NativePacketSocket } from '../native/addon.js';
import { Printer } from '../packet/print/printer.js';
import type { Frame } from './frame.js';
import { decodeFrames } from './frames.js';

/** What `ns.capture` can be told. */
export interface CaptureOptions {
  /** Bytes to keep of each frame. Default 262144, which is all of any; `tcpdump -s`. */
  readonly snaplen?: number;
  /**
   * Bytes of kernel memory for frames that were not read yet, 2048 to 1073741823. Default 16 MiB, some 20,000 small
   * frames; what does not fit counts as {@link Capture.dropped}. Above net.core.rmem_max it needs CAP_NET_ADMIN.
   */
  readonly buffer?: number;
  /** Whether to see frames that are for other hosts, too. Default false, unlike tcpdump. */
  readonly promiscuous?: boolean;
  /** Ends the capture: waiting for a frame then fails with the signal's reason, an AbortError. */
  readonly signal?: AbortSignal;
}

/** How often a link that went down is looked at, to tell whether it was deleted. In ms. */
const ORPHAN_CHECK = 200;

/**
 * Opens a capture in a namespace; see {@link Capture}. When the promise resolves, it is ready: no frame that is sent
 * afterwards is missed. Needs CAP_NET_RAW.
 *
 * @param link a name or an index; `undefined` for every link of the namespace
 * @throws SystemError ENODEV if there is no such link, EPERM; the signal's reason if it is aborted.
 */
export async function openCapture(
  handle: Handle,
  link?: LinkRef,
  options: CaptureOptions = {},
): Promise<Capture> {
  if (link !== undefined) linkRef('link', link);
  checkOptions('capture', options, {
    snaplen: integer(1, 262_144),
    buffer: integer(2048, 0x3fff_ffff),
    promiscuous: boolean,
    signal,
  });
  const { snaplen = 262_144, buffer = 16 * 1024 * 1024, promiscuous = false } = options;
  options.signal?.throwIfAborted();
  const socket = await handle.open((native) => native.openPacketSocket(link, snaplen, buffer, promiscuous));
  if (options.signal?.aborted) await socket.close();
  options.signal?.throwIfAborted();
  return new Capture(socket, link, options.signal);
}

/**
 * What a link receives and sends, frame by frame: `tcpdump -i LINK`.
 *
 *     await using capture = await ns.capture('eth0');
 *     for await (const frame of capture) console.log(String(frame));
 *
 * The kernel keeps frames until they are asked for; those it has no room for are counted in `dropped`. While a frame
 * is waited for, the capture keeps the process alive, otherwise it does not. Leaving a loop does not close it: a
 * second loop goes on where the first one stopped. After `close()` a loop still gets the frames that had arrived by
 * then, and ends. A link that goes down is waited for; one that is deleted ends the loop with ENODEV.
 *
 * The loopback link's frames are shown once, as they arrive. A capture lives on, and keeps its namespace alive, after
 * the Namespace that opened it is closed.
 *
 * Source: packet(7).
 */
export class Capture implements AsyncIterable<Frame>, AsyncDisposable {
  readonly #socket: NativePacketSocket;
  readonly #link: LinkRef | undefined;
  readonly #signal: AbortSignal | undefined;
  readonly #printer = new Printer();
  readonly #frames = this.#read();
  /** What had arrived and was not read when the capture was closed. */
  readonly #rest: ArrayBuffer[] = [];
  #wake: (() => void) | undefined;
  #linkDown = false;
  #aborted = false;
  #closing: Promise<void> | undefined;
  #finallyDropped: number | undefined;

  /** @internal */
  constructor(socket: NativePacketSocket, link: LinkRef | undefined, signal: AbortSignal | undefined) {
    this.#socket = socket;
    this.#link = link;
    this.#signal = signal;
    signal?.addEventListener('abort', this.#abort);
  }

  /** Frames that passed but that the kernel had no room for. */
  get dropped(): number {
    return this.#finallyDropped ?? this.#socket.dropped();
  }

  /** Ends the capture. Idempotent; what had arrived before can still be read. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Ends the capture, as `close` does. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** The frames, from the first that has not been taken yet. */
  [Symbol.asyncIterator](): AsyncIterator<Frame, void, undefined> {
    // Without return(), by which leaving a loop would end the generator.
    return { next: () => this.#frames.next() };
  }

  async *#read(): AsyncGenerator<Frame, void, undefined> {
    while (!this.#closing) {
      await this.#readable();
      // One turn of the event loop, one batch: a flood of frames cannot keep anything else from running.
      if (!this.#closing) yield* decodeFrames(await this.#take(), this.#printer);
    }
    await this.#closing;
    if (this.#aborted) this.#signal?.throwIfAborted();
    for (let batch = this.#rest.shift(); batch; batch = this.#rest.shift()) {
      yield* decodeFrames(batch, this.#printer);
    }
  }

  /** Waits until there is something to take, or the capture is closed, or its link may be gone. */
  async #readable(): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#socket.wait(resolve);
    });
    // The kernel says that a link goes down, but not that it is deleted right after.
    const timer = this.#linkDown
      ? setInterval(() => this.#socket.orphaned() && this.#wake?.(), ORPHAN_CHECK)
      : undefined;
    await woken;
    clearInterval(timer);
  }

  async #take(): Promise<ArrayBuffer> {
    const batch = this.#socket.take();
    // Woken for nothing: by the error that a link going down is.
    this.#linkDown = batch.byteLength === 0;
    if (!this.#linkDown || !this.#socket.orphaned()) return batch;
    await this.close();
    throw new SystemError(constants.errno.ENODEV, 'recvmsg', String(this.#link));
  }

  async #close(): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#abort);
    try {
      this.#socket.stop();
      for (let batch = this.#socket.take(); batch.byteLength > 0; batch = this.#socket.take()) {
        this.#rest.push(batch);
        await setImmediate();
      }
    } finally {
      this.#finallyDropped = this.#socket.dropped();
      const closed = this.#socket.close();
      this.#wake?.();
      await closed;
    }
  }

  readonly #abort = (): void => {
    this.#aborted = true;
    // What goes wrong is for whoever reads or closes to hear.
    this.close().catch(() => {});
  };
}
