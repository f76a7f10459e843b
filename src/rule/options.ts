import { parsePrefix, prefix } from '../check/ip.js';
import { linkName } from '../check/link.js';
import { boolean, type Check, type Checks, integer, oneOf, wrongType } from '../check/options.js';
import { type IpProtocol, ipProtocol, ipProtocolNumber } from '../names/protocols.js';
import { dsfieldNames, protocolNames, type Realms, realmsNumber, tableNames } from '../names/tables.js';
import type { Request } from '../netlink/request.js';
import { tunnelId } from '../route/encap/ip.js';
import { type ProtocolRef, protocolCheck, type TableRef, tableCheck, tosCheck } from '../route/options.js';
import { realmsCheck } from '../route/realms.js';
import { FIB_RULE_INVERT } from '../uapi/fib_rules.js';
import { RT_TABLE_MAIN, RT_TABLE_UNSPEC } from '../uapi/rtnetlink.js';
import { type Range, RULE_ACTIONS, ruleBody } from './message.js';

/** What can be said of a rule and is listed in the same words. */
export interface RuleSelector {
  /** A prefix of source addresses. Default: all. */
  readonly from?: string;
  /** A prefix of destinations. Default: all. */
  readonly to?: string;
  /** Since Linux 6.13: the six bits of it that are the DSCP. */
  readonly dscp?: number;
  /** Which bits of `dscp` count. Default: all. Since Linux 6.15, as are the masks of ports. */
  readonly dscpMask?: number;
  readonly fwmark?: number;
  /** Which bits of `fwmark` count. Default: all. */
  readonly fwmask?: number;
  /** Name of the link that packets come in by; `lo` for those of this host. It need not be there. */
  readonly iif?: string;
  /** Name of the link that the packet's socket is bound to. */
  readonly oif?: string;
  /** Users whose sockets send: the first and the last. */
  readonly uidrange?: Range;
  readonly ipproto?: IpProtocol;
  /** A port, or the first and the last of some. */
  readonly sport?: number | Range;
  readonly dport?: number | Range;
  /** Which bits of a port count. Default: all. */
  readonly sportMask?: number;
  readonly dportMask?: number;
  /** The key of the tunnel that packets came through. */
  readonly tunId?: number | bigint;
  /** Since Linux 6.14, IPv6 only: bits of the flow label. */
  readonly flowlabel?: number;
  readonly flowlabelMask?: number;
  /** Go on with the rule of this priority, which has to be a higher one. */
  readonly goto?: number;
  /** A route that is found does not count if its prefix is not longer than this: with 0, default routes do not. */
  readonly suppressPrefixlength?: number;
  /** Nor if it leads to a link of this group. */
  readonly suppressIfgroup?: number;
}

/** A rule to be made, or to be found for deletion: which packets it is for, and what is done with them. */
export interface RuleOptions extends RuleSelector {
  /** Default: that of `from` or `to`, else `inet`. */
  readonly family?: 'inet' | 'inet6';
  /** Rules are asked by it, the lowest first. Default: one less than that of the second rule. */
  readonly priority?: number;
  /** The rule is for all packets that it would otherwise not be for. */
  readonly not?: boolean;
  /** A number, or a name from /etc/iproute2/rt_dsfield. */
  readonly tos?: string | number;
  /** Packets whose link belongs to a VRF: that one's table is looked up. */
  readonly l3mdev?: boolean;
  /** Default: `goto` with `goto`, otherwise `lookup`. */
  readonly action?: Exclude<keyof typeof RULE_ACTIONS, 'unspec'>;
  /** The table to look up. Default `main`. */
  readonly table?: TableRef;
  /** IPv4 only. */
  readonly realms?: Realms;
  /** Who made it. Default `unspec`, as `ip rule`. */
  readonly protocol?: ProtocolRef;
}

const u32 = integer(0, 0xffff_ffff);
/** The largest number means none to the kernel. */
const belowMost = integer(0, 0xffff_fffe);

function rangeOf(least: number, most: number): Check {
  const number = integer(least, most);
  return (field, value) => {
    if (!Array.isArray(value) || value.length !== 2) throw wrongType(field, value, 'a pair of numbers');
    for (const [index, each] of value.entries()) number(`${field}[${index}]`, each);
    if (value[0] > value[1])
      throw new RangeError(`${field} must not end before it begins, as [${value.join(', ')}]`);
  };
}

const port = integer(1, 0xfffe);
const ports = rangeOf(1, 0xfffe);
const portOrRange: Check = (field, value) => (typeof value === 'number' ? port : ports)(field, value);

export const ruleChecks: Checks<RuleOptions> = {
  family: oneOf('inet', 'inet6'),
  priority: u32,
  not: boolean,
  from: prefix,
  to: prefix,
  tos: tosCheck,
  dscp: integer(0, 63),
  dscpMask: integer(0, 63),
  fwmark: u32,
  fwmask: u32,
  iif: linkName,
  oif: linkName,
  uidrange: rangeOf(0, 0xffff_fffe),
  ipproto: ipProtocol,
  sport: portOrRange,
  dport: portOrRange,
  sportMask: integer(1, 0xffff),
  dportMask: integer(1, 0xffff),
  tunId: tunnelId.check,
  flowlabel: integer(0, 0xf_ffff),
  flowlabelMask: integer(0, 0xf_ffff),
  l3mdev: boolean,
  action: oneOf(...Object.keys(RULE_ACTIONS).filter((action) => action !== 'unspec')),
  table: tableCheck,
  goto: integer(1, 0xffff_ffff),
  suppressPrefixlength: belowMost,
  suppressIfgroup: belowMost,
  realms: realmsCheck,
  protocol: protocolCheck,
};

function familyOf({ family, from, to, realms, flowlabel }: RuleOptions): 'inet' | 'inet6' {
  const address = from ?? to;
  const found = family ?? (address?.includes(':') ? 'inet6' : 'inet');
  for (const [field, value] of Object.entries({ from, to }))
    if (value !== undefined && value.includes(':') !== (found === 'inet6'))
      throw wrongType(field, value, `a prefix of family ${found}`);
  if (realms !== undefined && found !== 'inet') throw new TypeError('realms is for rules of family inet');
  if (flowlabel !== undefined && found !== 'inet6')
    throw new TypeError('flowlabel is for rules of family inet6');
  return found;
}

/** A mask is for one value, which has no other bits. */
function checkMask(name: 'sport' | 'dport' | 'dscp', options: RuleOptions): void {
  const [value, mask] = [options[name], options[`${name}Mask`]];
  if (mask === undefined) return;
  if (typeof value !== 'number') throw new TypeError(`${name}Mask needs ${name} to be a number`);
  if (value & ~mask)
    throw new RangeError(
      `${name} must have no bits that ${name}Mask leaves out, as ${value} has with ${mask}`,
    );
}

/** What is said of the action has to agree, and masks with values. */
export function checkTogether(options: RuleOptions): void {
  const { action, goto, table, l3mdev } = options;
  for (const name of ['sport', 'dport', 'dscp'] as const) checkMask(name, options);
  if (goto !== undefined && action !== undefined && action !== 'goto')
    throw new TypeError(`goto is for a rule with action goto, not ${action}`);
  if (action === 'goto' && goto === undefined) throw new TypeError('a rule with action goto needs goto');
  if (l3mdev && table !== undefined) throw new TypeError('l3mdev says which table it is: table cannot');
}

const pair = (value: number | Range): Range => (typeof value === 'number' ? [value, value] : value);

/** RTM_NEWRULE or RTM_DELRULE; to delete, what is not said stays open. */
export function ruleRequest(
  type: number,
  flags: number,
  options: RuleOptions,
  open: boolean,
): Request<typeof ruleBody> {
  const { priority, not, tos, goto, l3mdev, table, protocol, realms, ipproto, sport, dport } = options;
  const family = familyOf(options);
  const [from, to] = (['from', 'to'] as const).map((name) => {
    const value = options[name];
    return value === undefined ? undefined : parsePrefix(name, value);
  });
  const action = options.action ?? (goto !== undefined ? 'goto' : open ? 'unspec' : 'lookup');
  const looked = action === 'lookup' && !l3mdev && !open ? RT_TABLE_MAIN : RT_TABLE_UNSPEC;
  const number = table === undefined ? looked : tableNames.number('table', table);
  return {
    type,
    flags,
    subject: priority ?? 'rule',
    body: ruleBody,
    header: {
      family,
      fromLength: from?.length,
      toLength: to?.length,
      tos: tos === undefined ? 0 : dsfieldNames.number('tos', tos),
      // Larger numbers do not fit here and go into an attribute.
      table: number > 255 ? RT_TABLE_UNSPEC : number,
      action,
      flags: not ? FIB_RULE_INVERT : 0,
    },
    attributes: {
      // Everything is what a rule is for when nothing is said.
      from: from && from.length > 0 ? from.address : undefined,
      to: to && to.length > 0 ? to.address : undefined,
      iif: options.iif,
      oif: options.oif,
      goto,
      priority,
      fwmark: options.fwmark,
      fwmask: options.fwmask,
      realms: realms && realmsNumber('realms', realms),
      tunId: options.tunId,
      suppressIfgroup: options.suppressIfgroup,
      suppressPrefixlength: options.suppressPrefixlength,
      tableId: number > 255 ? number : undefined,
      l3mdev: l3mdev ? 1 : undefined,
      uidrange: options.uidrange,
      protocol: protocol === undefined ? undefined : protocolNames.number('protocol', protocol),
      ipproto: ipproto === undefined ? undefined : ipProtocolNumber(ipproto),
      sport: sport === undefined ? undefined : pair(sport),
      dport: dport === undefined ? undefined : pair(dport),
      sportMask: options.sportMask,
      dportMask: options.dportMask,
      dscp: options.dscp,
      dscpMask: options.dscpMask,
      flowlabel: options.flowlabel,
      flowlabelMask: options.flowlabelMask ?? (options.flowlabel === undefined ? undefined : 0xf_ffff),
    },
  };
}
