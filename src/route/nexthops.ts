import { ipAddress } from '../check/ip.js';
import { type Ifindex, type LinkRef, linkRef } from '../check/link.js';
import { boolean, type Check, type Checks, checkOptions, integer, wrongType } from '../check/options.js';
import { type Realms, readRealms, realmsNumber } from '../names/tables.js';
import {
  RTA_ENCAP,
  RTA_ENCAP_TYPE,
  RTA_FLOW,
  RTA_GATEWAY,
  RTA_NEWDST,
  RTA_VIA,
  RTNH_F_DEAD,
  RTNH_F_LINKDOWN,
  RTNH_F_OFFLOAD,
  RTNH_F_ONLINK,
  RTNH_F_PERVASIVE,
  RTNH_F_TRAP,
  RTNH_F_UNRESOLVED,
} from '../uapi/rtnetlink.js';
import { type AttributesIn, attributes, type RawAttribute } from '../wire/attributes.js';
import { bitNames, type Codec, ip, link, u16, u32 } from '../wire/codec.js';
import { LITTLE_ENDIAN } from '../wire/endian.js';
import {
  type EncapOptions,
  encapBytes,
  encapCheck,
  encapType,
  type RouteEncap,
  readEncap,
} from './encap/index.js';
import { labelStack } from './labels.js';
import { realmsCheck } from './realms.js';
import { via } from './via.js';

/** Flags of a next hop as `ip route` spells them. */
export const NEXTHOP_FLAGS = {
  dead: RTNH_F_DEAD,
  pervasive: RTNH_F_PERVASIVE,
  onlink: RTNH_F_ONLINK,
  offload: RTNH_F_OFFLOAD,
  linkdown: RTNH_F_LINKDOWN,
  unresolved: RTNH_F_UNRESOLVED,
  trap: RTNH_F_TRAP,
} as const;

const flagNames = bitNames(NEXTHOP_FLAGS);

/** One of several next hops: `nexthop via ADDRESS dev LINK weight NUMBER`. */
export interface RouteNexthopOptions {
  /** Gateway. */
  readonly via?: string;
  readonly dev?: LinkRef;
  /** Its share of the packets among the weights of all, 1 to 256. Default 1. */
  readonly weight?: number;
  /** Take `via` to be on the link, whatever its address. */
  readonly onlink?: boolean;
  readonly encap?: EncapOptions;
  /** IPv4 only. */
  readonly realms?: Realms;
  /** MPLS only: the labels to put in the place of the one that the route is for. */
  readonly as?: readonly number[];
}

/** A next hop as it is read. */
export interface RouteNexthop {
  readonly via: string | undefined;
  readonly dev: Ifindex | undefined;
  readonly weight: number;
  readonly flags: readonly (keyof typeof NEXTHOP_FLAGS)[];
  readonly encap?: RouteEncap;
  readonly realms?: { readonly from: number; readonly to: number };
  readonly as?: readonly number[];
  readonly unknown?: readonly RawAttribute[];
}

const MOST_WEIGHT = 256;

const checks: Checks<RouteNexthopOptions> = {
  via: ipAddress,
  dev: linkRef,
  weight: integer(1, MOST_WEIGHT),
  onlink: boolean,
  encap: encapCheck,
  realms: realmsCheck,
  as: labelStack.check,
};

export const nexthopsCheck: Check = (field, value) => {
  if (!Array.isArray(value) || value.length === 0) throw wrongType(field, value, 'an array of next hops');
  for (const [index, each] of value.entries())
    checkOptions(`${field}[${index}]`, each as RouteNexthopOptions, checks, [], `${field}[${index}].`);
};

/** What a route and each of its next hops have in common. */
export const hopAttributes = {
  gateway: [RTA_GATEWAY, ip],
  via: [RTA_VIA, via],
  as: [RTA_NEWDST, labelStack],
  realms: [RTA_FLOW, u32],
  encap: [RTA_ENCAP, encapBytes],
  encapType: [RTA_ENCAP_TYPE, encapType],
} as const;

const tail = attributes(hopAttributes);

/** A next hop in terms of attributes; `family` is that of the route. */
export function hopValues(
  field: string,
  { via, encap, realms, as }: RouteNexthopOptions,
  family: 'inet' | 'inet6' | 'mpls',
): AttributesIn<typeof hopAttributes> {
  // Only MPLS and a gateway of the other version have to say which version it is.
  const plain = family !== 'mpls' && via?.includes(':') === (family === 'inet6');
  const gateway = via === undefined ? {} : plain ? { gateway: via } : { via };
  // Most have nothing else, and there may be very many.
  if (!as && !realms && !encap) return gateway;
  return {
    ...gateway,
    ...(as && { as }),
    ...(realms && { realms: realmsNumber(`${field}realms`, realms) }),
    ...(encap && { encap, encapType: encap }),
  };
}

/** A next hop on its way: what its attributes are to be, and what its header has. */
export interface WrittenHop {
  readonly dev: LinkRef | undefined;
  readonly weight: number;
  readonly flags: number;
  readonly attributes: AttributesIn<typeof hopAttributes>;
}

/** `struct rtnexthop`: length, flags, weight less one, link. */
const HEADER = 8;

/** RTA_MULTIPATH: each with a header and attributes of its own. */
export const multipath: Codec<RouteNexthop[], readonly WrittenHop[]> = {
  size: undefined,
  write(writer, hops) {
    for (const { dev = 0, weight, flags, attributes } of hops) {
      const start = writer.reserve(4);
      link.write(writer, dev);
      tail.write(writer, attributes);
      u16At(writer.view, start, writer.length - start);
      writer.view.setUint8(start + 2, flags);
      writer.view.setUint8(start + 3, weight - 1);
    }
  },
  read(view, start, end) {
    const hops: RouteNexthop[] = [];
    for (let at = start; at + HEADER <= end; ) {
      const length = u16.read(view, at, at + 2);
      if (length < HEADER || at + length > end) break;
      hops.push(readHop(view, at, at + length));
      at += (length + 3) & ~3;
    }
    return hops;
  },
};

function u16At(view: DataView, at: number, value: number): void {
  view.setUint16(at, value, LITTLE_ENDIAN);
}

function readHop(view: DataView, start: number, end: number): RouteNexthop {
  const dev = u32.read(view, start + 4, start + 8);
  const { gateway, via, as, realms, encap, encapType, unknown } = tail.read(view, start + HEADER, end);
  const around = readEncap(encapType, encap);
  return {
    via: gateway ?? via,
    dev: dev === 0 ? undefined : dev,
    weight: view.getUint8(start + 3) + 1,
    flags: flagNames(view.getUint8(start + 2)),
    ...(around && { encap: around }),
    ...(realms ? { realms: readRealms(realms) } : {}),
    ...(as && { as }),
    ...(unknown && { unknown }),
  };
}
