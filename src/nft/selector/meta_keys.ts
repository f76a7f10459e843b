import {
  NFT_META_BRI_BROUTE,
  NFT_META_BRI_IIFHWADDR,
  NFT_META_BRI_IIFNAME,
  NFT_META_BRI_IIFPVID,
  NFT_META_BRI_IIFVPROTO,
  NFT_META_BRI_OIFNAME,
  NFT_META_CGROUP,
  NFT_META_CPU,
  NFT_META_IIF,
  NFT_META_IIFGROUP,
  NFT_META_IIFKIND,
  NFT_META_IIFNAME,
  NFT_META_IIFTYPE,
  NFT_META_L4PROTO,
  NFT_META_LEN,
  NFT_META_MARK,
  NFT_META_NFPROTO,
  NFT_META_NFTRACE,
  NFT_META_OIF,
  NFT_META_OIFGROUP,
  NFT_META_OIFKIND,
  NFT_META_OIFNAME,
  NFT_META_OIFTYPE,
  NFT_META_PKTTYPE,
  NFT_META_PRANDOM,
  NFT_META_PRIORITY,
  NFT_META_PROTOCOL,
  NFT_META_RTCLASSID,
  NFT_META_SDIF,
  NFT_META_SDIFNAME,
  NFT_META_SECMARK,
  NFT_META_SECPATH,
  NFT_META_SKGID,
  NFT_META_SKUID,
  NFT_META_TIME_DAY,
  NFT_META_TIME_HOUR,
  NFT_META_TIME_NS,
} from '../../uapi/nf_tables.js';
import { etherAddress } from '../datatype/address.js';
import { classId } from '../datatype/classid.js';
import type { Datatype, Order } from '../datatype/datatype.js';
import { date, day, hour } from '../datatype/date.js';
import { inetProtocol } from '../datatype/inet.js';
import { hostInteger, integer } from '../datatype/integer.js';
import { deviceGroup, groupId, interfaceIndex, mark, realm, userId } from '../datatype/lookup.js';
import { boolean, interfaceType, packetType } from '../datatype/packet.js';
import { etherType, netfilterProtocol } from '../datatype/protocol.js';
import { interfaceName } from '../datatype/string.js';
import type { Layer } from '../fields/protocol.js';

/** A kind of metadata. */
export interface MetaKey {
  readonly name: string;
  /** NFT_META_*. */
  readonly number: number;
  readonly type: Datatype;
  readonly bits: number;
  readonly order: Order;
  /** Whether text may leave out `meta`. */
  readonly unqualified: boolean;
  /** Whether listings leave it out. */
  readonly listedUnqualified: boolean;
  /** The layer below the protocol that it tells; undefined where it tells none. */
  readonly tells: Layer | undefined;
  /** The largest value there is, where the width allows for more. */
  readonly maximum: number | undefined;
}

type Row = readonly [name: string, number: number, type: Datatype, bits: number, order: Order];

const BARE: readonly Row[] = [
  ['iif', NFT_META_IIF, interfaceIndex, 32, 'host'],
  ['oif', NFT_META_OIF, interfaceIndex, 32, 'host'],
  ['iifname', NFT_META_IIFNAME, interfaceName, 128, 'big'],
  ['oifname', NFT_META_OIFNAME, interfaceName, 128, 'big'],
  ['iifgroup', NFT_META_IIFGROUP, deviceGroup, 32, 'host'],
  ['oifgroup', NFT_META_OIFGROUP, deviceGroup, 32, 'host'],
];

const EITHER: readonly Row[] = [
  ['mark', NFT_META_MARK, mark, 32, 'host'],
  ['iiftype', NFT_META_IIFTYPE, interfaceType, 16, 'host'],
  ['oiftype', NFT_META_OIFTYPE, interfaceType, 16, 'host'],
  ['skuid', NFT_META_SKUID, userId, 32, 'host'],
  ['skgid', NFT_META_SKGID, groupId, 32, 'host'],
  ['nftrace', NFT_META_NFTRACE, hostInteger, 1, 'host'],
  ['rtclassid', NFT_META_RTCLASSID, realm, 32, 'host'],
  ['ibrname', NFT_META_BRI_IIFNAME, interfaceName, 128, 'big'],
  ['obrname', NFT_META_BRI_OIFNAME, interfaceName, 128, 'big'],
  ['pkttype', NFT_META_PKTTYPE, packetType, 8, 'host'],
  ['cpu', NFT_META_CPU, hostInteger, 32, 'host'],
  ['cgroup', NFT_META_CGROUP, hostInteger, 32, 'host'],
  ['ipsec', NFT_META_SECPATH, boolean, 8, 'host'],
  ['time', NFT_META_TIME_NS, date, 64, 'host'],
  ['day', NFT_META_TIME_DAY, day, 8, 'host'],
  ['hour', NFT_META_TIME_HOUR, hour, 32, 'host'],
];

const QUALIFIED: readonly Row[] = [
  ['length', NFT_META_LEN, hostInteger, 32, 'host'],
  ['protocol', NFT_META_PROTOCOL, etherType, 16, 'big'],
  ['nfproto', NFT_META_NFPROTO, netfilterProtocol, 8, 'host'],
  ['l4proto', NFT_META_L4PROTO, inetProtocol, 8, 'host'],
  // A random number has no byte order; big spares a conversion.
  ['random', NFT_META_PRANDOM, integer, 32, 'big'],
  ['priority', NFT_META_PRIORITY, classId, 32, 'host'],
  ['secmark', NFT_META_SECMARK, hostInteger, 32, 'host'],
  ['iifkind', NFT_META_IIFKIND, interfaceName, 128, 'big'],
  ['oifkind', NFT_META_OIFKIND, interfaceName, 128, 'big'],
  ['ibrpvid', NFT_META_BRI_IIFPVID, hostInteger, 16, 'host'],
  ['ibrvproto', NFT_META_BRI_IIFVPROTO, etherType, 16, 'big'],
  ['broute', NFT_META_BRI_BROUTE, hostInteger, 1, 'host'],
  ['ibrhwaddr', NFT_META_BRI_IIFHWADDR, etherAddress, 48, 'big'],
  ['sdif', NFT_META_SDIF, interfaceIndex, 32, 'host'],
  ['sdifname', NFT_META_SDIFNAME, interfaceName, 128, 'big'],
];

const TELLS: Readonly<Record<string, Layer>> = { nfproto: 'link', protocol: 'link', l4proto: 'network' };

const MAXIMA: Readonly<Record<string, number>> = { day: 6 };

function rows(table: readonly Row[], unqualified: boolean, listedUnqualified: boolean): MetaKey[] {
  return table.map(([name, number, type, bits, order]) => {
    const extra = { tells: TELLS[name], maximum: MAXIMA[name] };
    return { name, number, type, bits, order, unqualified, listedUnqualified, ...extra };
  });
}

export const META_KEYS: readonly MetaKey[] = [
  ...rows(BARE, true, true),
  ...rows(EITHER, true, false),
  ...rows(QUALIFIED, false, false),
];

export const META_NAMES: readonly string[] = META_KEYS.map(({ name }) => name);

const byName = new Map(META_KEYS.map((key) => [key.name, key]));
const byNumber = new Map(META_KEYS.map((key) => [key.number, key]));

/** Older words for the same. */
const ALIASES: Readonly<Record<string, string>> = {
  ibriport: 'ibrname',
  obriport: 'obrname',
  secpath: 'ipsec',
};

export function metaKeyNamed(name: string): MetaKey | undefined {
  return byName.get(name) ?? byName.get(ALIASES[name] ?? '');
}

export function metaKeyNumbered(number: number): MetaKey | undefined {
  return byNumber.get(number);
}
