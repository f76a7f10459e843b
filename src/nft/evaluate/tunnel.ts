import { arp } from '../fields/link.js';
import { protocolNumber } from '../fields/stack.js';
import { carriesEthernet, gre, isTunnel, type Tunnel } from '../fields/tunnel.js';
import type { PayloadTerm } from '../term.js';
import { fail, type RuleContext } from './context.js';
import { addDependency, requirePayload } from './dependency.js';

/**
 * Makes sure that the packet has the tunnel's header, and that what the tunnel carries has the field's. What is known
 * of the two packets is kept apart.
 */
export function requireInside(term: PayloadTerm, tunnel: Tunnel, context: RuleContext): PayloadTerm {
  const inner = { ...term, tunnel };
  requireTunnel(tunnel, context);
  const header = term.field?.protocol;
  if (header === tunnel.protocol && header.layer === 'inner') return inner;
  if (header !== undefined && isTunnel(header))
    fail(`${header.name} inside of ${tunnel.protocol.name} is not seen`);
  if (!carriesEthernet(tunnel) && (term.layer === 'link' || header === arp))
    fail(`what ${tunnel.protocol.name} carries has no ${header?.name} header`);
  return context.inside(tunnel, () => requirePayload(inner, context));
}

/** Makes sure that the packet has the tunnel's header. */
export function requireTunnel({ protocol }: Tunnel, context: RuleContext): void {
  if (context.unbound) return;
  const transport = context.protocols.at('transport');
  if (protocol.layer === 'transport') {
    if (transport === undefined) addDependency('transport', gre, context);
    else if (transport !== gre)
      fail(`the packet cannot be ${protocol.name}, because it is ${transport.name} already`);
  } else if (transport === undefined) {
    fail(`nothing says that packets carry ${protocol.name}: match their port first, such as "udp dport"`);
  } else if (protocolNumber(transport, protocol) === undefined) {
    fail(`${transport.name} does not carry ${protocol.name}`);
  }
}
