import {
  NF_ARP_FORWARD,
  NF_ARP_IN,
  NF_ARP_OUT,
  NF_INET_FORWARD,
  NF_INET_INGRESS,
  NF_INET_LOCAL_IN,
  NF_INET_LOCAL_OUT,
  NF_INET_POST_ROUTING,
  NF_INET_PRE_ROUTING,
  NF_NETDEV_EGRESS,
  NF_NETDEV_INGRESS,
} from '../uapi/netfilter.js';
import type { Family, Hook } from './ast.js';

type Hooks = Readonly<Partial<Record<Hook, number>>>;

const IP: Hooks = {
  prerouting: NF_INET_PRE_ROUTING,
  input: NF_INET_LOCAL_IN,
  forward: NF_INET_FORWARD,
  output: NF_INET_LOCAL_OUT,
  postrouting: NF_INET_POST_ROUTING,
};

const HOOKS: Readonly<Record<Family, Hooks>> = {
  ip: IP,
  ip6: IP,
  inet: { ...IP, ingress: NF_INET_INGRESS },
  bridge: IP,
  arp: { input: NF_ARP_IN, output: NF_ARP_OUT, forward: NF_ARP_FORWARD },
  netdev: { ingress: NF_NETDEV_INGRESS, egress: NF_NETDEV_EGRESS },
};

/** The kernel's number of a hook; undefined where the family does not have it. */
export function hookNumber(family: Family, hook: Hook): number | undefined {
  return HOOKS[family][hook];
}

/** The hook of a number. */
export function hookNumbered(family: Family, number: number): Hook | undefined {
  return (Object.keys(HOOKS[family]) as Hook[]).find((hook) => HOOKS[family][hook] === number);
}

export function hooksOf(family: Family): readonly Hook[] {
  return Object.keys(HOOKS[family]) as Hook[];
}

/** Whether a chain at the hook belongs to devices. */
export function needsDevice(family: Family, hook: Hook): boolean {
  return family === 'netdev' || (family === 'inet' && hook === 'ingress');
}
