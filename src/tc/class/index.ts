import type { TcKind } from '../kind.js';
import { cakeXstats } from '../qdisc/cake_xstats.js';
import { fqCodelXstats } from '../qdisc/fq_codel.js';
import { type DrrClass, drrClass } from './drr.js';
import { type HfscClass, hfscClass } from './hfsc.js';
import { type HtbClass, htbClass } from './htb.js';

/** What `classes.add` takes, by the kind of their qdisc. A new kind is a file beside this one and a line in each of these two. */
export type ClassOptions = DrrClass | HfscClass | HtbClass;

/** The kinds of classes that can be made: those of classful qdiscs. */
export type ClassKind = ClassOptions['kind'];

export const CLASS_KINDS: { readonly [K in ClassKind]: TcKind<Extract<ClassOptions, { kind: K }>> } = {
  drr: drrClass,
  hfsc: hfscClass,
  htb: htbClass,
};

/** Counters of classes that nobody makes: the qdisc brings them. */
export const CLASS_XSTATS = { cake: { xstats: cakeXstats }, fq_codel: { xstats: fqCodelXstats } };
