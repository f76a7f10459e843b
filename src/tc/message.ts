import {
  TCA_CHAIN,
  TCA_DUMP_INVISIBLE,
  TCA_EGRESS_BLOCK,
  TCA_HW_OFFLOAD,
  TCA_INGRESS_BLOCK,
  TCA_KIND,
  TCA_OPTIONS,
  TCA_STATS,
  TCA_STATS2,
  TCA_XSTATS,
} from '../uapi/rtnetlink.js';
import { attributes } from '../wire/attributes.js';
import { bytes, type Codec, flag, link, string, u8, u16, u32 } from '../wire/codec.js';
import type { Body } from '../wire/message.js';
import { type Struct, struct } from '../wire/struct.js';
import { filterInfo } from './filter/protocol.js';
import { anyHandle, filterParent, qdiscParent } from './handle.js';
import { statistics } from './stats.js';

/** Attributes that messages about qdiscs, classes and filters have, whatever their kind. */
function tableWith<const O extends Codec<unknown, never>>(options: O) {
  return attributes({
    kind: [TCA_KIND, string],
    options: [TCA_OPTIONS, options],
    chain: [TCA_CHAIN, u32],
    invisible: [TCA_DUMP_INVISIBLE, flag],
    ingressBlock: [TCA_INGRESS_BLOCK, u32],
    egressBlock: [TCA_EGRESS_BLOCK, u32],
    offloaded: [TCA_HW_OFFLOAD, u8],
    statistics: [TCA_STATS2, statistics],
    // What TCA_STATS2 has superseded.
    oldStatistics: [TCA_STATS, bytes],
    oldXstats: [TCA_XSTATS, bytes],
  });
}

/** `struct tcmsg` of `<linux/rtnetlink.h>`, with what its parent and its last word mean to an object. */
const tcmsg = <
  const P extends Codec<unknown, never>,
  const H extends Codec<unknown, never>,
  const I extends Codec<unknown, never>,
>(
  parent: P,
  handle: H,
  info: I,
) => struct({ family: u8, pad1: u8, pad2: u16, index: link, handle, parent, info });

const qdiscHeader = tcmsg(qdiscParent, anyHandle, u32);
const filterHeader = tcmsg(filterParent, u32, filterInfo);

const raw = tableWith(bytes);

/** A qdisc or a class; what depends on its kind is raw. Its last word counts references, of a class it is its qdisc. */
export const qdiscBody = { header: qdiscHeader, attributes: raw };

/** A filter; what depends on its kind is raw. Its handle is the kind's own, its last word priority and protocol. */
export const filterBody = { header: filterHeader, attributes: raw };

/** The same bodies with the options of one kind. */
const withOptions = <S extends Struct>(header: S, options: Codec<object, never> | undefined) =>
  ({ header, attributes: tableWith(options ?? (bytes as Codec<unknown, never>)) }) satisfies Body;

export const qdiscBodyOf = (options: Codec<object, never> | undefined) => withOptions(qdiscHeader, options);
export const filterBodyOf = (options: Codec<object, never> | undefined) => withOptions(filterHeader, options);
