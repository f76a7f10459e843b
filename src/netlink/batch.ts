import { setImmediate } from 'node:timers/promises';
import { NetlinkError } from '../error/netlink_error.js';
import type { SystemError } from '../error/system_error.js';
import { NLM_F_REQUEST, NLMSG_ERROR } from '../uapi/netlink.js';
import { attributePath } from '../wire/attributes.js';
import {
  type Body,
  type Decoded,
  MESSAGE_HEADER,
  type MessageSpan,
  messagesIn,
  readBody,
  readBodyInto,
  writeMessage,
} from '../wire/message.js';
import { Writer } from '../wire/writer.js';
import { readError } from './failure.js';
import { operationName } from './operation.js';
import type { Request } from './request.js';

const NONE = {};

/** So much of an answer is read before others have their turn: some milliseconds' worth. */
const SLICE_BYTES = 256 * 1024;

/** A request in a batch, waiting for its answer. */
export interface Waiting {
  readonly type: number;
  readonly operation: string | undefined;
  readonly subject: string | number;
  readonly body: Body;
  /** What becomes of a message that answers it. */
  readonly convert: ((message: never) => unknown) | undefined;
  /** What messages are read into that are converted at once. */
  readonly scratch: object;
  /** Where its message starts in the batch, */
  start: number;
  /** and which one of the batch it is. */
  index: number;
  readonly resolve: (replies: never[]) => void;
  readonly reject: (error: Error, position: number) => void;
  /** Which one of many it is that were issued together. */
  readonly position: number;
  replies: unknown[] | undefined;
  error: Error | undefined;
  /** Without the success of which it is not sent. */
  after: Waiting | undefined;
}

/** A request that others can wait for. */
export interface Issued<T> {
  readonly answer: Promise<T[]>;
  readonly waiting: Waiting;
}

/** Requests that travel to the kernel together, each with a promise of its own. */
export class Batch {
  writer = new Writer();
  #waiting: Waiting[] = [];
  /** Those that depend on others. */
  conditional: Waiting[] = [];

  get empty(): boolean {
    return this.#waiting.length === 0;
  }

  has(waiting: Waiting): boolean {
    return this.#waiting[waiting.index] === waiting;
  }

  /** Encodes a request. One that cannot be encoded throws here, and the batch is as if it had not been added. */
  add<B extends Body, T = Decoded<B>>(
    request: Request<B>,
    convert?: (message: Decoded<B>) => T,
  ): Promise<T[]> {
    return this.issue(request, convert).answer;
  }

  issue<B extends Body, T = Decoded<B>>(
    request: Request<B>,
    convert?: (message: Decoded<B>) => T,
  ): Issued<T> {
    const start = this.#write(request);
    const answer = new Promise<T[]>((resolve, reject) =>
      this.#push(request, start, resolve, reject, 0, convert),
    );
    return { answer, waiting: this.#waiting.at(-1) as Waiting };
  }

  /** One of many, whose answers all go the same way. */
  addOneOf<B extends Body>(
    request: Request<B>,
    resolve: Waiting['resolve'],
    reject: Waiting['reject'],
    position: number,
  ): void {
    this.#push(request, this.#write(request), resolve, reject, position);
  }

  #write<B extends Body>(request: Request<B>): number {
    const { type, flags = 0, body, header = {}, attributes = {} } = request;
    const start = this.writer.length;
    try {
      writeMessage(this.writer, type, flags | NLM_F_REQUEST, body, header, attributes);
    } catch (error) {
      this.writer.truncate(start);
      throw error;
    }
    return start;
  }

  #push<B extends Body>(
    { type, operation, subject = '', body }: Request<B>,
    start: number,
    resolve: Waiting['resolve'],
    reject: Waiting['reject'],
    position: number,
    convert?: Waiting['convert'],
  ): void {
    this.#waiting.push({
      type,
      operation,
      subject,
      body,
      convert,
      scratch: convert ? {} : NONE,
      start,
      index: this.#waiting.length,
      resolve,
      reject,
      position,
      replies: undefined,
      error: undefined,
      after: undefined,
    });
  }

  /** Takes over everything in `other`, behind what is here already; none of it is to be sent if `after` fails. */
  absorb(other: Batch, after?: Waiting): void {
    if (after) {
      for (const waiting of other.#waiting) waiting.after = after;
      this.conditional.push(...other.#waiting);
    }
    if (this.empty) {
      // The usual case: nothing is copied.
      [this.writer, other.writer] = [other.writer, this.writer];
      [this.#waiting, other.#waiting] = [other.#waiting, this.#waiting];
      return;
    }
    const offset = this.writer.length;
    this.writer.appendAll(other.writer);
    for (const waiting of other.#waiting) {
      waiting.start += offset;
      waiting.index = this.#waiting.push(waiting) - 1;
    }
  }

  /** Hands every answer to the request that it belongs to. Of many, a slice at a time: others have their turn, too. */
  async settle(answer: ArrayBuffer): Promise<void> {
    const view = new DataView(answer);
    let turns = 1;
    for (const span of messagesIn(view)) {
      if (span.start > turns * SLICE_BYTES) {
        turns++;
        await setImmediate();
      }
      const waiting = this.#waiting[span.sequence];
      if (waiting === undefined || waiting.error) continue;
      if (span.type === NLMSG_ERROR) {
        waiting.error = waiting.after?.error ?? this.#failure(waiting, view, span);
        waiting.reject(waiting.error, waiting.position);
      } else {
        const { body, convert } = waiting;
        waiting.replies ??= [];
        waiting.replies.push(
          convert
            ? convert(readBodyInto(waiting.scratch, body, view, span) as never)
            : readBody(body, view, span),
        );
      }
    }
    for (const { error, replies, resolve } of this.#waiting) {
      if (!error) resolve((replies ?? []) as never[]);
    }
  }

  /** Nothing was sent, or nothing is known of what became of it. */
  fail(error: SystemError | Error): void {
    for (const waiting of this.#waiting) {
      waiting.error = error;
      waiting.reject(error, waiting.position);
    }
  }

  #failure(waiting: Waiting, view: DataView, span: MessageSpan): NetlinkError {
    const { errno, extack, offset, missing } = readError(view, span);
    const index = span.sequence;
    return new NetlinkError({
      errno,
      operation: waiting.operation ?? operationName(waiting.type),
      subject: String(waiting.subject),
      extack,
      attribute:
        missing === undefined
          ? this.#attributeAt(waiting, index, offset)
          : waiting.body.attributes.entry(missing)?.name,
      index,
    });
  }

  /** Path, by name, of the attribute at an offset of a request. */
  #attributeAt({ body, start }: Waiting, index: number, offset: number | undefined): string | undefined {
    if (offset === undefined) return undefined;
    const first = start + MESSAGE_HEADER + ((body.header.size + 3) & ~3);
    const end = this.#waiting[index + 1]?.start ?? this.writer.length;
    const path = attributePath(body.attributes, this.writer.view, first, end, start + offset);
    return path.length > 0 ? path.join('.') : undefined;
  }
}
