import { setImmediate } from 'node:timers/promises';
import { ClosedError } from '../error/closed_error.js';
import { SystemError } from '../error/system_error.js';
import type { Handle } from '../handle/handle.js';
import type { NativeEventSocket } from '../native/addon.js';
import { NLM_F_APPEND, NLMSG_ERROR } from '../uapi/netlink.js';
import { type MessageSpan, messagesIn } from '../wire/message.js';
import { EVENT_KINDS, type EventKind } from './kinds/index.js';
import type { EventKindSpec } from './kinds/kind.js';
import type { Told } from './view.js';

/** Bytes that the kernel may hold for a namespace's events: a second or so of very many. */
const BUFFER = 64 * 1024 * 1024;

/** Whoever is told. */
export interface Listener {
  readonly kinds: ReadonlySet<EventKind>;
  /** Whether it wants more now: otherwise the kernel keeps it. */
  readonly hungry: boolean;
  /** Whether the process is to stay alive for it. */
  readonly keepsAlive: boolean;
  tell(told: Told): void;
  /** Everything that had arrived has been told. */
  told(): void;
  /** The kernel has lost something. */
  lost(): void;
  /** The namespace was closed, or, with an error, its events cannot be had any more. */
  end(error?: Error): void;
}

type Row = readonly [kind: EventKind, spec: EventKindSpec<unknown, unknown>];

/** Kinds by the numbers of their messages, which some share: each knows its own. */
const byType = new Map<number, Row[]>();
for (const [kind, spec] of Object.entries(EVENT_KINDS)) {
  const row: Row = [kind as EventKind, spec as EventKindSpec<unknown, unknown>];
  for (const type of [spec.made, spec.gone]) byType.set(type, [...(byType.get(type) ?? []), row]);
}

/**
 * The events of one namespace: a socket that all who listen share, open as long as somebody does. What the kernel tells
 * is decoded once.
 */
export class EventHub {
  readonly #handle: Handle;
  readonly #listeners = new Set<Listener>();
  /** Those for whom what the kernel has told so far came too early. */
  readonly #joining = new Set<Listener>();
  readonly #groups = new Set<number>();
  readonly #fences = new Map<number, () => void>();
  readonly #buffer: number;
  #socket: NativeEventSocket | undefined;
  #opening: Promise<NativeEventSocket> | undefined;
  #waiting = false;
  #sequence = 0;
  #closed = false;

  constructor(handle: Handle, buffer = BUFFER) {
    this.#handle = handle;
    this.#buffer = buffer;
  }

  get handle(): Handle {
    return this.#handle;
  }

  /**
   * When it resolves, no change afterwards is missed. Nothing is told of what came before: where others listen already,
   * the kernel may still have such.
   */
  async add(listener: Listener): Promise<void> {
    if (this.#closed) throw new ClosedError(this.#handle.label);
    this.#listeners.add(listener);
    this.#opening ??= this.#handle.use((native) => native.openEventSocket(this.#buffer));
    try {
      const socket = await this.#opening;
      if (!this.#listeners.has(listener)) return this.#tidy();
      this.#socket = socket;
      this.#joining.add(listener);
      for (const kind of listener.kinds) {
        for (const group of EVENT_KINDS[kind].groups) {
          if (!this.#groups.has(group) && joins(socket, group)) this.#groups.add(group);
        }
      }
      this.fence(() => this.#joining.delete(listener));
      this.wake();
    } catch (error) {
      this.remove(listener);
      throw error;
    }
  }

  remove(listener: Listener): void {
    this.#listeners.delete(listener);
    this.#joining.delete(listener);
    this.#tidy();
  }

  /** Calls back between what the kernel has told by now and what it tells from now on. */
  fence(callback: () => void): void {
    const sequence = ++this.#sequence;
    this.#fences.set(sequence, callback);
    this.#socket?.fence(sequence);
  }

  /** To be called when a listener has become hungry, or more or less in need of a process. */
  wake(): void {
    const socket = this.#socket;
    if (socket === undefined) return;
    const hungry = [...this.#listeners].filter((listener) => listener.hungry);
    socket.keepAlive(hungry.some((listener) => listener.keepsAlive));
    if (this.#waiting || hungry.length === 0) return;
    this.#waiting = true;
    socket.wait(() => {
      this.#waiting = false;
      if (this.#socket === socket) this.#take(socket);
    });
  }

  /** Ends it for all. */
  close(): void {
    this.#closed = true;
    this.#endAll();
  }

  #endAll(error?: Error): void {
    for (const listener of [...this.#listeners]) {
      this.#listeners.delete(listener);
      listener.end(error);
    }
    this.#joining.clear();
    this.#tidy();
  }

  #take(socket: NativeEventSocket): void {
    try {
      const messages = takeFrom(socket);
      if (messages === undefined) {
        void this.#lose(socket);
        return;
      }
      this.#tell(new DataView(messages));
    } catch (error) {
      this.#endAll(error as Error);
      return;
    }
    this.#told();
  }

  #told(): void {
    for (const listener of [...this.#listeners]) listener.told();
    this.wake();
  }

  /**
   * Until what was left behind a loss is taken, the kernel keeps nothing new. That may be very much, so others have their
   * turn meanwhile; whoever listens is told in the end, as is whoever has begun to by then.
   */
  async #lose(socket: NativeEventSocket): Promise<void> {
    this.#waiting = true;
    try {
      while (takeFrom(socket)?.byteLength !== 0) {
        await setImmediate();
        if (this.#socket !== socket) return;
      }
    } catch (error) {
      this.#endAll(error as Error);
      return;
    }
    this.#waiting = false;
    // Nobody can say what became of an acknowledgement.
    this.#fences.clear();
    this.#joining.clear();
    for (const listener of [...this.#listeners]) listener.lost();
    this.#told();
  }

  #tell(view: DataView): void {
    for (const span of messagesIn(view)) {
      if (span.type === NLMSG_ERROR) this.#passFence(span);
      else this.#tellOne(view, span);
    }
  }

  #tellOne(view: DataView, span: MessageSpan): void {
    const rows = byType.get(span.type);
    if (rows === undefined) return;
    for (const row of rows) this.#tellAs(row, view, span);
  }

  #tellAs([kind, spec]: Row, view: DataView, span: MessageSpan): void {
    let told: Told | undefined;
    for (const listener of this.#listeners) {
      if (!listener.kinds.has(kind) || this.#joining.has(listener)) continue;
      told ??= toldBy(kind, spec, view, span);
      if (told === undefined) return;
      listener.tell(told);
    }
  }

  #passFence({ sequence }: MessageSpan): void {
    const callback = this.#fences.get(sequence);
    this.#fences.delete(sequence);
    callback?.();
  }

  /** Leaves groups that nobody listens to; without anybody, lets the socket go. */
  #tidy(): void {
    if (this.#listeners.size === 0) {
      const opening = this.#opening;
      this.#opening = this.#socket = undefined;
      this.#waiting = false;
      this.#groups.clear();
      this.#fences.clear();
      void opening?.then(
        (socket) => socket.close(),
        () => {},
      );
      return;
    }
    const wanted = new Set(
      [...this.#listeners].flatMap(({ kinds }) => [...kinds].flatMap((kind) => EVENT_KINDS[kind].groups)),
    );
    for (const group of this.#groups) {
      if (wanted.has(group)) continue;
      this.#socket?.leave(group);
      this.#groups.delete(group);
    }
    this.wake();
  }
}

/** Whether there is such a group: an older kernel has neither that nor anything to tell it. */
function joins(socket: NativeEventSocket, group: number): boolean {
  try {
    socket.join(group);
    return true;
  } catch (error) {
    if (error instanceof SystemError && error.code === 'EINVAL') return false;
    throw error;
  }
}

/** `undefined`: some were lost. */
function takeFrom(socket: NativeEventSocket): ArrayBuffer | undefined {
  try {
    return socket.take();
  } catch (error) {
    if (error instanceof SystemError && error.code === 'ENOBUFS') return undefined;
    throw error;
  }
}

function toldBy(
  kind: EventKind,
  spec: EventKindSpec<unknown, unknown>,
  view: DataView,
  span: MessageSpan,
): Told | undefined {
  const message = spec.decode(view, span);
  if (message === undefined) return undefined;
  const gone = span.type === spec.gone;
  return {
    kind,
    action: gone ? 'delete' : spec.isNew(message, span.flags) ? 'add' : 'change',
    object: spec.object(message),
    appended: !gone && (span.flags & NLM_F_APPEND) !== 0,
  };
}
