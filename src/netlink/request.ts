import type { Body, HeaderIn, TailIn } from '../wire/message.js';

/** One netlink request: what `ip` calls a command. */
export interface Request<B extends Body = Body> {
  readonly type: number;
  /** NLM_F_*, without NLM_F_REQUEST and NLM_F_ACK, which are added where they belong. */
  readonly flags?: number;
  /** What errors call it; the name of its type if this is left out. */
  readonly operation?: string;
  /** What it is about, for errors: a name, an address. */
  readonly subject?: string | number;
  readonly body: B;
  readonly header?: HeaderIn<B>;
  readonly attributes?: TailIn<B>;
}
