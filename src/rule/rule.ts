import { IP_PROTOCOLS, type IpProtocol } from '../names/protocols.js';
import { type ROUTE_PROTOCOLS, type ROUTE_TABLES, readRealms } from '../names/tables.js';
import type { ROUTE_FAMILIES } from '../route/message.js';
import {
  FIB_RULE_IIF_DETACHED,
  FIB_RULE_INVERT,
  FIB_RULE_OIF_DETACHED,
  FIB_RULE_PERMANENT,
  FIB_RULE_UNRESOLVED,
} from '../uapi/fib_rules.js';
import type { RawAttribute } from '../wire/attributes.js';
import { bitNames } from '../wire/codec.js';
import type { Decoded } from '../wire/message.js';
import type { Range, RULE_ACTIONS, ruleBody } from './message.js';
import type { RuleSelector } from './options.js';

/** What the kernel says of a rule, as `ip rule` spells it. */
const FLAGS = {
  permanent: FIB_RULE_PERMANENT,
  /** It leads to a rule that is not there. */
  unresolved: FIB_RULE_UNRESOLVED,
  /** Its link is not there. */
  iif_detached: FIB_RULE_IIF_DETACHED,
  oif_detached: FIB_RULE_OIF_DETACHED,
} as const;

const flagNames = bitNames(FLAGS);

/** A rule: a line of `ip rule show`. What it does not ask for is left out; ports are a range only if they are one. */
export interface Rule extends RuleSelector {
  readonly family: keyof typeof ROUTE_FAMILIES | number;
  readonly priority: number;
  readonly not?: true;
  readonly tos?: number;
  readonly l3mdev?: true;
  readonly action: keyof typeof RULE_ACTIONS | number;
  readonly table?: keyof typeof ROUTE_TABLES | number;
  readonly realms?: { readonly from: number; readonly to: number };
  readonly protocol: keyof typeof ROUTE_PROTOCOLS | number;
  readonly flags: readonly (keyof typeof FLAGS)[];
  /** Attributes that have no name here yet, as they came. */
  readonly unknown: readonly RawAttribute[];
}

const NONE = 0xffff_ffff;
const protocolNames = new Map(Object.entries(IP_PROTOCOLS).map(([name, number]) => [number as number, name]));

export function toRule(message: Decoded<typeof ruleBody>): Rule {
  const { family, action, flags, tos, from, to, ipproto, sport, dport, realms } = message;
  const { suppressPrefixlength, suppressIfgroup } = message;
  const table = message.tableId ?? message.table;
  return present({
    family,
    priority: message.priority ?? 0,
    not: flags & FIB_RULE_INVERT ? true : undefined,
    from: from === undefined ? undefined : `${from}/${message.fromLength}`,
    to: to === undefined ? undefined : `${to}/${message.toLength}`,
    tos: tos === 0 ? undefined : tos,
    dscp: message.dscp,
    dscpMask: partly(message.dscpMask, 0x3f),
    fwmark: message.fwmark,
    fwmask: message.fwmask,
    iif: message.iif,
    oif: message.oif,
    uidrange: message.uidrange,
    ipproto: ipproto === undefined ? undefined : ((protocolNames.get(ipproto) as IpProtocol) ?? ipproto),
    sport: single(sport),
    dport: single(dport),
    sportMask: partly(message.sportMask, 0xffff),
    dportMask: partly(message.dportMask, 0xffff),
    tunId: message.tunId,
    flowlabel: message.flowlabel,
    flowlabelMask: message.flowlabelMask,
    l3mdev: message.l3mdev ? true : undefined,
    action,
    table: table === 'unspec' || table === 0 ? undefined : table,
    goto: message.goto,
    suppressPrefixlength: suppressPrefixlength === NONE ? undefined : suppressPrefixlength,
    suppressIfgroup: suppressIfgroup === NONE ? undefined : suppressIfgroup,
    realms: realms ? readRealms(realms) : undefined,
    protocol: message.protocol ?? 'unspec',
    flags: flagNames(flags),
    unknown: message.unknown ?? [],
  });
}

/** A mask, unless it is all bits. */
const partly = (mask: number | undefined, all: number) => (mask === all ? undefined : mask);

function single(range: Range | undefined): number | Range | undefined {
  return range?.[0] === range?.[1] ? range?.[0] : range;
}

type Loose<T> = { readonly [K in keyof T]: T[K] | undefined };

function present(rule: Loose<Required<Rule>>): Rule {
  return Object.fromEntries(
    Object.entries(rule).filter(([, value]) => value !== undefined),
  ) as unknown as Rule;
}
