import {
  NF_BR_PRI_FILTER_BRIDGED,
  NF_BR_PRI_NAT_DST_BRIDGED,
  NF_BR_PRI_NAT_DST_OTHER,
  NF_BR_PRI_NAT_SRC,
  NF_IP_PRI_FILTER,
  NF_IP_PRI_MANGLE,
  NF_IP_PRI_NAT_DST,
  NF_IP_PRI_NAT_SRC,
  NF_IP_PRI_RAW,
  NF_IP_PRI_SECURITY,
} from '../uapi/netfilter.js';
import type { Family, Hook } from './ast.js';

/** A priority with a name, and where the name may be used. */
interface NamedPriority {
  readonly name: string;
  readonly value: number;
  readonly families: readonly Family[];
  /** Undefined for every hook. */
  readonly hook?: Hook;
}

const IP: readonly Family[] = ['ip', 'ip6', 'inet'];

const PRIORITIES: readonly NamedPriority[] = [
  { name: 'raw', value: NF_IP_PRI_RAW, families: IP },
  { name: 'mangle', value: NF_IP_PRI_MANGLE, families: IP },
  { name: 'dstnat', value: NF_IP_PRI_NAT_DST, families: IP, hook: 'prerouting' },
  { name: 'filter', value: NF_IP_PRI_FILTER, families: [...IP, 'arp', 'netdev'] },
  { name: 'security', value: NF_IP_PRI_SECURITY, families: IP },
  { name: 'srcnat', value: NF_IP_PRI_NAT_SRC, families: IP, hook: 'postrouting' },
];

const BRIDGE_PRIORITIES: readonly NamedPriority[] = [
  { name: 'dstnat', value: NF_BR_PRI_NAT_DST_BRIDGED, families: ['bridge'], hook: 'prerouting' },
  { name: 'filter', value: NF_BR_PRI_FILTER_BRIDGED, families: ['bridge'] },
  { name: 'out', value: NF_BR_PRI_NAT_DST_OTHER, families: ['bridge'], hook: 'output' },
  { name: 'srcnat', value: NF_BR_PRI_NAT_SRC, families: ['bridge'], hook: 'postrouting' },
];

function prioritiesOf(family: Family): readonly NamedPriority[] {
  return family === 'bridge' ? BRIDGE_PRIORITIES : PRIORITIES;
}

function applies(priority: NamedPriority, family: Family, hook: Hook): boolean {
  return priority.families.includes(family) && (priority.hook === undefined || priority.hook === hook);
}

/** The number of a priority such as `dstnat`; undefined where the family or the hook does not have it. */
export function priorityNamed(name: string, family: Family, hook: Hook): number | undefined {
  return prioritiesOf(family).find((each) => each.name === name && applies(each, family, hook))?.value;
}

/** So far from a name a priority is still listed as the name and a difference. */
const REACH = 10;

/** A priority as nft lists it: `filter`, `dstnat - 5`, `-42`. */
export function formatPriority(value: number, family: Family, hook: Hook): string {
  const near = prioritiesOf(family).find((each) => Math.abs(value - each.value) <= REACH);
  if (near === undefined || !applies(near, family, hook)) return String(value);
  const offset = value - near.value;
  if (offset === 0) return near.name;
  return `${near.name} ${offset > 0 ? '+' : '-'} ${Math.abs(offset)}`;
}
