import type { IcmpMessage } from './protocol.js';

/** The type of the ICMP messages that have a field of their own; of an echo, the request. */
export const MESSAGE_TYPES: Readonly<
  Record<IcmpMessage, { readonly icmp?: number; readonly icmpv6?: number }>
> = {
  echo: { icmp: 8, icmpv6: 128 },
  'destination-unreachable': { icmp: 3 },
  redirect: { icmp: 5 },
  'packet-too-big': { icmpv6: 2 },
  'parameter-problem': { icmpv6: 4 },
  'mld-listener-query': { icmpv6: 130 },
};
