import { type Checks, checkOptions, integer, text, wrongType } from '../check/options.js';
import type { Handle } from '../handle/handle.js';
import type { Request } from '../netlink/request.js';
import { NLM_F_DUMP } from '../uapi/netlink.js';
import type { Body, Decoded } from '../wire/message.js';

/** A request of rtnetlink, in the terms of a schema of one's own. */
export interface NetlinkRequest<B extends Body> extends Omit<Request<B>, 'operation'> {
  /** RTM_*: the number of `<linux/rtnetlink.h>`. */
  readonly type: number;
  /** NLM_F_*, beside NLM_F_REQUEST and NLM_F_ACK. Default 0. */
  readonly flags?: number;
  /** What it is about: errors name it. */
  readonly subject?: string | number;
  /** How the request and what answers it are laid out; `wire.message()` describes one. */
  readonly body: B;
}

const object = (field: string, value: unknown) => {
  if (typeof value !== 'object' || value === null) throw wrongType(field, value, 'an object');
};

/** Checks of what every request has. */
export const requestChecks: Checks<Omit<Request, 'type' | 'operation'>> = {
  flags: integer(0, 0xffff),
  subject: (field, value) => (typeof value === 'number' ? integer(0, 2 ** 53) : text)(field, value),
  body: (field, value) => {
    const { header, attributes } = (value ?? {}) as Partial<Body>;
    if (!header?.write || !attributes?.write)
      throw wrongType(field, value, 'a message that wire.message() made');
  },
  header: object,
  attributes: object,
};

const checks: Checks<Omit<Request, 'operation'>> = {
  ...requestChecks,
  // What is below is netlink's own: acknowledgements, ends of dumps.
  type: integer(16, 0xffff),
};

/**
 * Any request of rtnetlink, for what has no call of its own: written and read by a schema, in the same batches and in
 * the same order as every other call. What it needs is for the kernel to say; rtnetlink(7).
 */
export class Netlink {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /**
   * Sends a request; resolves to the messages that answer it, none where a plain success does.
   *
   * @throws NetlinkError, with the attribute that the kernel objects to by its name in the schema; TypeError or
   * RangeError, before anything is sent, for a value that the schema cannot write.
   */
  async request<const B extends Body>(request: NetlinkRequest<B>): Promise<Decoded<B>[]> {
    checkOptions('netlink.request', request, checks as never, ['type', 'body']);
    return this.#handle.route.request(request);
  }

  /**
   * The same, of everything that there is (NLM_F_DUMP). One that a change interrupts is asked for again, a bounded
   * number of times. @throws NetlinkError EINTR if it was interrupted every time.
   */
  async dump<const B extends Body>(request: NetlinkRequest<B>): Promise<Decoded<B>[]> {
    checkOptions('netlink.dump', request, checks as never, ['type', 'body']);
    return this.#handle.route.request({ ...request, flags: (request.flags ?? 0) | NLM_F_DUMP });
  }
}
