import { ipAddress } from '../check/ip.js';
import { type LinkRef, linkRef } from '../check/link.js';
import {
  boolean,
  type Check,
  type Checks,
  checkOptions,
  integer,
  oneOf,
  wrongType,
} from '../check/options.js';
import { seconds } from '../link/field.js';
import { protocolNames } from '../names/tables.js';
import type { Request } from '../netlink/request.js';
import { type EncapOptions, encapCheck } from '../route/encap/index.js';
import { type ProtocolRef, protocolCheck } from '../route/options.js';
import { RTM_NEWNEXTHOP, RTNH_F_ONLINK } from '../uapi/rtnetlink.js';
import { u32 } from '../wire/codec.js';
import { GROUP_TYPES, type GroupMember, nexthopBody } from './message.js';

/** A next hop object to be made: a way for packets, a black hole, or a group of others. */
export interface NexthopOptions {
  /** Default: one that the kernel chooses. */
  readonly id?: number;
  /** Gateway. */
  readonly via?: string;
  readonly dev?: LinkRef;
  /** Packets are dropped without a word. */
  readonly blackhole?: boolean;
  /** For entries of a forwarding database (VXLAN), not for routes: `via` is the far end of the tunnel. */
  readonly fdb?: boolean;
  /** Take `via` to be on the link, whatever its address. */
  readonly onlink?: boolean;
  /** What to put around the packets. */
  readonly encap?: EncapOptions;
  /** Other next hops by their ids, each with a weight from 1 to 256 (65536 since Linux 6.12). Default weight 1. */
  readonly group?: readonly (number | { readonly id: number; readonly weight?: number })[];
  /**
   * How a group shares out: by hash, or by hash through buckets, which keep flows where they are when the group
   * changes (`resilient`, since Linux 5.13). Default `mpath`.
   */
  readonly type?: keyof typeof GROUP_TYPES;
  /** Of a resilient group, at least as many as there are next hops; stays as it is. Default 128. */
  readonly buckets?: number;
  /** Seconds without a packet after which a bucket of a resilient group may go elsewhere. Default 120. */
  readonly idleTimer?: number;
  /** Seconds out of balance after which buckets go elsewhere all the same. Default 0: never. */
  readonly unbalancedTimer?: number;
  /** Has adapters count what they forward for a group. Since Linux 6.9. */
  readonly hardwareStats?: boolean;
  /** Who made it. Default `unspec`, as `ip nexthop`. */
  readonly protocol?: ProtocolRef;
  /** Only needed without `via`, and for IPv6. Default: that of `via`, else `inet`. */
  readonly family?: 'inet' | 'inet6';
}

export const nexthopId = integer(1, 0xffff_ffff);
const memberChecks: Checks<GroupMember> = { id: nexthopId, weight: integer(1, 0x1_0000) };

const members: Check = (field, value) => {
  if (!Array.isArray(value) || value.length === 0) throw wrongType(field, value, 'an array of ids');
  for (const [index, each] of value.entries()) {
    const name = `${field}[${index}]`;
    if (typeof each === 'number') nexthopId(name, each);
    else checkOptions(name, each as GroupMember, memberChecks, ['id'], `${name}.`);
  }
};

const time = seconds(u32).check;

export const nexthopChecks: Checks<NexthopOptions> = {
  id: nexthopId,
  via: ipAddress,
  dev: linkRef,
  blackhole: boolean,
  fdb: boolean,
  onlink: boolean,
  encap: encapCheck,
  group: members,
  type: oneOf(...Object.keys(GROUP_TYPES)),
  buckets: integer(1, 0xffff),
  idleTimer: time,
  unbalancedTimer: time,
  hardwareStats: boolean,
  protocol: protocolCheck,
  family: oneOf('inet', 'inet6'),
};

/** What only a resilient group has. */
const RESILIENT = ['buckets', 'idleTimer', 'unbalancedTimer'] as const;

export function checkTogether(options: NexthopOptions): void {
  const { group, type, via, family } = options;
  for (const option of ['type', 'hardwareStats'] as const)
    if (options[option] !== undefined && group === undefined) throw new TypeError(`${option} is for a group`);
  for (const option of RESILIENT)
    if (options[option] !== undefined && type !== 'resilient')
      throw new TypeError(`${option} is for a group of type resilient`);
  if (via !== undefined && family !== undefined && via.includes(':') !== (family === 'inet6'))
    throw wrongType('via', via, `an address of family ${family}`);
}

/** RTM_NEWNEXTHOP. */
export function creation(flags: number, options: NexthopOptions): Request<typeof nexthopBody> {
  const { id, via, dev, blackhole, fdb, onlink, encap, group, type, protocol = 'unspec' } = options;
  const { buckets, idleTimer, unbalancedTimer } = options;
  const { family = via?.includes(':') ? 'inet6' : 'inet' } = options;
  return {
    type: RTM_NEWNEXTHOP,
    flags,
    subject: id ?? via ?? dev ?? 'nexthop',
    body: nexthopBody,
    header: {
      family: group === undefined ? family : 'unspec',
      protocol: protocolNames.number('protocol', protocol),
      flags: onlink ? RTNH_F_ONLINK : 0,
    },
    attributes: {
      id,
      group: group?.map((each) =>
        typeof each === 'number' ? { id: each, weight: 1 } : { weight: 1, ...each },
      ),
      type,
      hardwareStats: options.hardwareStats === undefined ? undefined : Number(options.hardwareStats),
      resilient: type === 'resilient' ? { buckets, idleTimer, unbalancedTimer } : undefined,
      blackhole,
      dev,
      gateway: via,
      encap,
      encapType: encap,
      fdb,
    },
  };
}
