import { integer } from '../../check/options.js';
import { u32 } from '../../wire/codec.js';
import { struct } from '../../wire/struct.js';
import { type TcKind, translated } from '../kind.js';
import { parseSize, type Size } from '../units.js';
import type { QdiscPlace } from './place.js';
import { bands } from './prio.js';

/** First in, first out, so many packets: `tc qdisc add ... pfifo limit PACKETS`; tc-pfifo(8). */
export interface PfifoQdisc extends QdiscPlace {
  readonly kind: 'pfifo';
  /** In packets. Default: the link's transmit queue length. */
  readonly limit?: number;
}

/** First in, first out, so many bytes: `tc qdisc add ... bfifo limit BYTES`; tc-bfifo(8). */
export interface BfifoQdisc extends QdiscPlace {
  readonly kind: 'bfifo';
  /** Default: the link's transmit queue length times its MTU. */
  readonly limit?: Size;
}

/** Three bands by priority, the default of most kernels: tc-pfifo_fast(8). It has nothing to set; its bands are read. */
export interface PfifoFastQdisc extends QdiscPlace {
  readonly kind: 'pfifo_fast';
}

/** `struct tc_fifo_qopt` */
const fifoOptions = struct({ limit: u32 });

const limited = <O extends { readonly limit?: unknown }>(parse: (limit: unknown) => number) =>
  translated(
    fifoOptions,
    ({ limit }: O) => (limit === undefined ? {} : { limit: parse(limit) }),
    ({ limit }) => ({ limit }),
  );

export const pfifo: TcKind<PfifoQdisc> = {
  checks: { limit: integer(0, 0xffff_ffff) },
  options: limited<PfifoQdisc>(Number),
  bare: true,
};

export const bfifo: TcKind<BfifoQdisc> = {
  checks: { limit: parseSize },
  options: limited<BfifoQdisc>((limit) => parseSize('limit', limit)),
  bare: true,
};

export const pfifoFast: TcKind<PfifoFastQdisc> = {
  checks: {},
  options: translated(
    bands,
    () => ({}),
    (read) => read,
  ),
  bare: true,
};
