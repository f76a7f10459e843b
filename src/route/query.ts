import { ipAddress } from '../check/ip.js';
import { type LinkRef, linkRef } from '../check/link.js';
import { boolean, type Checks, integer, port, wrongType } from '../check/options.js';
import { type IpProtocol, ipProtocol, ipProtocolNumber } from '../names/protocols.js';
import type { Request } from '../netlink/request.js';
import { RTM_F_FIB_MATCH, RTM_F_LOOKUP_TABLE, RTM_GETROUTE } from '../uapi/rtnetlink.js';
import { routeBody } from './message.js';
import { numbersOf, targetOf, tosCheck } from './options.js';
import { destinationOf } from './requests.js';

/** What else there is to say of a packet that {@link Routes.get} asks about. */
export interface RouteQuery {
  /** Its source address. */
  readonly from?: string;
  /** The link that it came in by: the question is then where it is forwarded to. Needs `from`. */
  readonly iif?: LinkRef;
  /** The link that it is bound to leave by. */
  readonly oif?: LinkRef;
  readonly mark?: number;
  /** Whose socket it comes from: a user's number. */
  readonly uid?: number;
  /** A number, or a name from /etc/iproute2/rt_dsfield; IPv4 only. */
  readonly tos?: string | number;
  readonly ipproto?: IpProtocol;
  readonly sport?: number;
  readonly dport?: number;
  /** IPv6 only; for rules that heed it. Since Linux 6.14. */
  readonly flowlabel?: number;
  /** The entry of the table that decided, instead of the route that came of it. */
  readonly fibmatch?: boolean;
}

export const queryChecks: Checks<RouteQuery> = {
  from: ipAddress,
  iif: linkRef,
  oif: linkRef,
  mark: integer(0, 0xffff_ffff),
  uid: integer(0, 0xffff_fffe),
  tos: tosCheck,
  ipproto: ipProtocol,
  sport: port,
  dport: port,
  flowlabel: integer(0, 0xf_ffff),
  fibmatch: boolean,
};

/** RTM_GETROUTE for one packet. */
export function question(to: string | number, query: RouteQuery): Request<typeof routeBody> {
  const { from, iif, oif, mark, uid, tos, ipproto, sport, dport, flowlabel, fibmatch } = query;
  const target = targetOf({ to });
  const { family } = target;
  if (from !== undefined && from.includes(':') !== (family === 'inet6'))
    throw wrongType('from', from, 'of the IP version of the destination');
  if (flowlabel !== undefined && family !== 'inet6') throw new TypeError('flowlabel is for a route of IPv6');
  return {
    type: RTM_GETROUTE,
    subject: to,
    body: routeBody,
    header: {
      family,
      ...lengthOf(destinationOf(target)),
      sourceLength: from === undefined ? 0 : family === 'inet6' ? 128 : 32,
      tos: tos === undefined ? 0 : numbersOf.tos(tos),
      // IPv6 always tells the table, and takes the flag for a mistake, as MPLS does.
      flags: (family === 'inet' ? RTM_F_LOOKUP_TABLE : 0) | (fibmatch ? RTM_F_FIB_MATCH : 0),
    },
    attributes: {
      destination: destinationOf(target).destination,
      from,
      iif,
      dev: oif,
      mark,
      uid,
      ipproto: ipproto === undefined ? undefined : ipProtocolNumber(ipproto),
      sport,
      dport,
      flowlabel,
    },
  };
}

const lengthOf = ({ destinationLength }: { destinationLength: number }) => ({ destinationLength });
