import { etherAddress, ipv4Address, ipv6Address, linkLayerAddress } from './address.js';
import { controlGroup } from './cgroup.js';
import { classId } from './classid.js';
import {
  connectionDirection,
  connectionEvents,
  connectionLabel,
  connectionState,
  connectionStatus,
} from './conntrack.js';
import type { Datatype } from './datatype.js';
import { day, hour } from './date.js';
import { inetProtocol, inetService } from './inet.js';
import { bitmask, integer } from './integer.js';
import { deviceGroup, groupId, interfaceIndex, mark, realm, userId } from './lookup.js';
import { addressKind, boolean, interfaceType, packetType } from './packet.js';
import {
  arpOperation,
  dccpType,
  dscp,
  ecn,
  etherType,
  icmpCode,
  icmpType,
  icmpv6Code,
  icmpv6Type,
  icmpxCode,
  igmpType,
  mobilityType,
  netfilterProtocol,
  tcpFlags,
} from './protocol.js';
import { interfaceName, text } from './string.js';
import { duration } from './time.js';
import { verdict } from './verdict.js';

/** Datatypes that a set's `type` cannot name, but `typeof` can stand for. */
const NAMELESS: readonly Datatype[] = [connectionLabel, connectionEvents];

/** Every datatype that has a name in a set's `type`. */
const DATATYPES: readonly Datatype[] = [
  verdict,
  netfilterProtocol,
  bitmask,
  integer,
  text,
  linkLayerAddress,
  ipv4Address,
  ipv6Address,
  etherAddress,
  etherType,
  arpOperation,
  inetProtocol,
  inetService,
  icmpType,
  tcpFlags,
  dccpType,
  mobilityType,
  duration,
  mark,
  interfaceIndex,
  interfaceType,
  realm,
  classId,
  userId,
  groupId,
  connectionState,
  connectionDirection,
  connectionStatus,
  icmpv6Type,
  packetType,
  icmpCode,
  icmpv6Code,
  icmpxCode,
  deviceGroup,
  dscp,
  ecn,
  addressKind,
  boolean,
  interfaceName,
  igmpType,
  hour,
  day,
  controlGroup,
];

/** Of all datatypes. */
export const DATATYPE_NAMES: readonly string[] = DATATYPES.map(({ name }) => name);

const byName = new Map(DATATYPES.map((datatype) => [datatype.name, datatype]));

/** The datatype that a set's `type` names. */
export function datatypeNamed(name: string): Datatype | undefined {
  return byName.get(name);
}

const byNumber = new Map([...DATATYPES, ...NAMELESS].map((datatype) => [datatype.id, datatype]));

/** The datatype of a number, as nft stores it with sets. */
export function datatypeNumbered(id: number): Datatype | undefined {
  return byNumber.get(id);
}
