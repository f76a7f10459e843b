import type { IcmpMessage } from './protocol.js';

/** The types of the ICMP messages that have a field of their own; a rule that has tested several knows the first. */
export const MESSAGE_TYPES: Readonly<
  Record<IcmpMessage, { readonly icmp?: readonly number[]; readonly icmpv6?: readonly number[] }>
> = {
  // Request and reply.
  echo: { icmp: [8, 0], icmpv6: [128, 129] },
  'destination-unreachable': { icmp: [3] },
  redirect: { icmp: [5] },
  'packet-too-big': { icmpv6: [2] },
  'parameter-problem': { icmpv6: [4] },
  'mld-listener-query': { icmpv6: [130] },
  // Solicitation, advertisement and redirect; query, report and end of listening.
  neighbor: { icmpv6: [135, 136, 137, 130, 131, 132] },
  'nd-redirect': { icmpv6: [137] },
};
