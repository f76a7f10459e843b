import { protocol } from './protocol.js';

/** Below IP in tables of the inet family, which see both versions: the hook's family tells them apart. */
export const inet = protocol('inet', 'link', [], { upper: { meta: 'nfproto' } });

/** Below the network layer in tables of the netdev family, and of the bridge family where VLAN tags may be off. */
export const netdev = protocol('netdev', 'link', [], { upper: { meta: 'protocol' } });

/** Either version of IP, where only the transport protocol matters. */
export const inetService = protocol('inet-service', 'transport', [], { upper: { meta: 'l4proto' } });

/** A protocol that is matched by number and not described here. */
export const unknown = protocol('unknown', 'link', []);
