import {
  NFT_CT_AVGPKT,
  NFT_CT_BYTES,
  NFT_CT_DIRECTION,
  NFT_CT_DST,
  NFT_CT_DST_IP,
  NFT_CT_DST_IP6,
  NFT_CT_EVENTMASK,
  NFT_CT_EXPIRATION,
  NFT_CT_HELPER,
  NFT_CT_ID,
  NFT_CT_L3PROTOCOL,
  NFT_CT_LABELS,
  NFT_CT_MARK,
  NFT_CT_PKTS,
  NFT_CT_PROTO_DST,
  NFT_CT_PROTO_SRC,
  NFT_CT_PROTOCOL,
  NFT_CT_SECMARK,
  NFT_CT_SRC,
  NFT_CT_SRC_IP,
  NFT_CT_SRC_IP6,
  NFT_CT_STATE,
  NFT_CT_STATUS,
  NFT_CT_ZONE,
} from '../../uapi/nf_tables.js';
import { ipv4Address, ipv6Address } from '../datatype/address.js';
import {
  connectionDirection,
  connectionEvents,
  connectionLabel,
  connectionState,
  connectionStatus,
} from '../datatype/conntrack.js';
import type { Datatype, Order } from '../datatype/datatype.js';
import { inetProtocol, inetService } from '../datatype/inet.js';
import { hostInteger, integer } from '../datatype/integer.js';
import { mark } from '../datatype/lookup.js';
import { netfilterProtocol } from '../datatype/protocol.js';
import { text } from '../datatype/string.js';
import { duration } from '../datatype/time.js';
import type { Layer } from '../fields/protocol.js';

/** Whether a property belongs to one direction of the connection. */
export type Directed = 'never' | 'maybe' | 'always';

/** A property of connections. */
export interface CtKey {
  readonly name: string;
  /** NFT_CT_*. */
  readonly number: number;
  /** Undefined where the version of IP decides. */
  readonly type: Datatype | undefined;
  readonly bits: number;
  readonly order: Order;
  readonly directed: Directed;
  /** The layer below the protocol that it tells; undefined where it tells none. */
  readonly tells: Layer | undefined;
}

type Row = readonly [
  name: string,
  number: number,
  type: Datatype | undefined,
  bits: number,
  order: Order,
  directed: Directed,
];

const ROWS: readonly Row[] = [
  ['state', NFT_CT_STATE, connectionState, 32, 'host', 'never'],
  ['direction', NFT_CT_DIRECTION, connectionDirection, 8, 'host', 'never'],
  ['status', NFT_CT_STATUS, connectionStatus, 32, 'host', 'never'],
  ['mark', NFT_CT_MARK, mark, 32, 'host', 'never'],
  ['expiration', NFT_CT_EXPIRATION, duration, 32, 'host', 'never'],
  ['helper', NFT_CT_HELPER, text, 128, 'big', 'never'],
  ['l3proto', NFT_CT_L3PROTOCOL, netfilterProtocol, 8, 'host', 'maybe'],
  ['saddr', NFT_CT_SRC, undefined, 0, 'big', 'always'],
  ['daddr', NFT_CT_DST, undefined, 0, 'big', 'always'],
  ['protocol', NFT_CT_PROTOCOL, inetProtocol, 8, 'big', 'maybe'],
  ['proto-src', NFT_CT_PROTO_SRC, inetService, 16, 'big', 'always'],
  ['proto-dst', NFT_CT_PROTO_DST, inetService, 16, 'big', 'always'],
  ['label', NFT_CT_LABELS, connectionLabel, 128, 'host', 'never'],
  ['bytes', NFT_CT_BYTES, hostInteger, 64, 'host', 'maybe'],
  ['packets', NFT_CT_PKTS, hostInteger, 64, 'host', 'maybe'],
  ['avgpkt', NFT_CT_AVGPKT, hostInteger, 64, 'host', 'maybe'],
  ['zone', NFT_CT_ZONE, hostInteger, 16, 'host', 'maybe'],
  ['event', NFT_CT_EVENTMASK, connectionEvents, 32, 'host', 'never'],
  ['ip saddr', NFT_CT_SRC_IP, ipv4Address, 32, 'big', 'always'],
  ['ip daddr', NFT_CT_DST_IP, ipv4Address, 32, 'big', 'always'],
  ['ip6 saddr', NFT_CT_SRC_IP6, ipv6Address, 128, 'big', 'always'],
  ['ip6 daddr', NFT_CT_DST_IP6, ipv6Address, 128, 'big', 'always'],
  ['secmark', NFT_CT_SECMARK, hostInteger, 32, 'host', 'never'],
  ['id', NFT_CT_ID, integer, 32, 'big', 'never'],
];

const TELLS: Readonly<Record<string, Layer>> = { l3proto: 'link', protocol: 'network' };

export const CT_KEYS: readonly CtKey[] = ROWS.map(([name, number, type, bits, order, directed]) => {
  return { name, number, type, bits, order, directed, tells: TELLS[name] };
});

const byName = new Map(CT_KEYS.map((key) => [key.name, key]));
const byNumber = new Map(CT_KEYS.map((key) => [key.number, key]));

export function ctKeyNamed(name: string): CtKey | undefined {
  return byName.get(name);
}

export function ctKeyNumbered(number: number): CtKey | undefined {
  return byNumber.get(number);
}
