import type { TcKind } from '../kind.js';
import { type CakeQdisc, cake } from './cake.js';
import { type CodelQdisc, codel } from './codel.js';
import { type BfifoQdisc, bfifo, type PfifoFastQdisc, type PfifoQdisc, pfifo, pfifoFast } from './fifo.js';
import { type FqQdisc, fq } from './fq.js';
import { type FqCodelQdisc, fqCodel } from './fq_codel.js';
import { type HfscQdisc, hfsc } from './hfsc.js';
import { type HtbQdisc, htb } from './htb.js';
import { type NetemQdisc, netem } from './netem.js';
import {
  type ClsactQdisc,
  clsact,
  type DrrQdisc,
  drr,
  type IngressQdisc,
  ingress,
  type MqQdisc,
  mq,
  type NoqueueQdisc,
  noqueue,
} from './plain.js';
import { type PrioQdisc, prio } from './prio.js';
import { type SfqQdisc, sfq } from './sfq.js';
import { type TbfQdisc, tbf } from './tbf.js';

/** What `qdiscs.add` takes, by kind. A new kind is a file beside this one and a line in each of these two. */
export type QdiscOptions =
  | BfifoQdisc
  | CakeQdisc
  | ClsactQdisc
  | CodelQdisc
  | DrrQdisc
  | FqCodelQdisc
  | FqQdisc
  | HfscQdisc
  | HtbQdisc
  | IngressQdisc
  | MqQdisc
  | NetemQdisc
  | NoqueueQdisc
  | PfifoFastQdisc
  | PfifoQdisc
  | PrioQdisc
  | SfqQdisc
  | TbfQdisc;

/** The kinds of qdiscs that can be made, by their names in `tc qdisc`. */
export type QdiscKind = QdiscOptions['kind'];

export const QDISC_KINDS: { readonly [K in QdiscKind]: TcKind<Extract<QdiscOptions, { kind: K }>> } = {
  bfifo,
  cake,
  clsact,
  codel,
  drr,
  fq,
  fq_codel: fqCodel,
  hfsc,
  htb,
  ingress,
  mq,
  netem,
  noqueue,
  pfifo,
  pfifo_fast: pfifoFast,
  prio,
  sfq,
  tbf,
};
