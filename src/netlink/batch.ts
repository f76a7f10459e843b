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
  writeMessage,
} from '../wire/message.js';
import { Writer } from '../wire/writer.js';
import { readError } from './failure.js';
import { operationName } from './operation.js';
import type { Request } from './request.js';

/** A request in a batch, waiting for its answer. */
interface Waiting {
  readonly type: number;
  readonly subject: string | number;
  readonly body: Body;
  /** Where its message starts in the batch. */
  start: number;
  readonly resolve: (replies: never[]) => void;
  readonly reject: (error: Error) => void;
  replies: unknown[] | undefined;
  failed: boolean;
}

/** Requests that travel to the kernel together, each with a promise of its own. */
export class Batch {
  writer = new Writer();
  #waiting: Waiting[] = [];

  get empty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Encodes a request. One that cannot be encoded throws here, and the batch is as if it had not been added. */
  add<B extends Body>(request: Request<B>): Promise<Decoded<B>[]> {
    const start = this.writer.length;
    try {
      const { type, flags = 0, body, header = {}, attributes = {} } = request;
      writeMessage(this.writer, type, flags | NLM_F_REQUEST, body, header, attributes);
    } catch (error) {
      this.writer.truncate(start);
      throw error;
    }
    return new Promise((resolve, reject) => {
      const { type, subject = '', body } = request;
      this.#waiting.push({ type, subject, body, start, resolve, reject, replies: undefined, failed: false });
    });
  }

  /** Takes over everything in `other`, behind what is here already. */
  absorb(other: Batch): void {
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
      this.#waiting.push(waiting);
    }
  }

  /** Hands every answer to the request that it belongs to. */
  settle(answer: ArrayBuffer): void {
    const view = new DataView(answer);
    for (const span of messagesIn(view)) {
      const waiting = this.#waiting[span.sequence];
      if (waiting === undefined || waiting.failed) continue;
      if (span.type === NLMSG_ERROR) {
        waiting.failed = true;
        waiting.reject(this.#failure(waiting, view, span));
      } else {
        waiting.replies ??= [];
        waiting.replies.push(readBody(waiting.body, view, span));
      }
    }
    for (const { failed, replies, resolve } of this.#waiting) {
      if (!failed) resolve((replies ?? []) as never[]);
    }
  }

  /** Nothing was sent, or nothing is known of what became of it. */
  fail(error: SystemError | Error): void {
    for (const waiting of this.#waiting) waiting.reject(error);
  }

  #failure(waiting: Waiting, view: DataView, span: MessageSpan): NetlinkError {
    const { errno, extack, offset, missing } = readError(view, span);
    const index = span.sequence;
    return new NetlinkError({
      errno,
      operation: operationName(waiting.type),
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
