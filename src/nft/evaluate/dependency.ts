import type { Family } from '../ast.js';
import { icmp, icmpv6, igmp } from '../fields/icmp.js';
import { ip } from '../fields/ip.js';
import { ip6 } from '../fields/ip6.js';
import { ether } from '../fields/link.js';
import { MESSAGE_TYPES } from '../fields/messages.js';
import { fieldOf, LAYERS, type Layer, layerIndex, type Protocol } from '../fields/protocol.js';
import { protocolNumber } from '../fields/stack.js';
import { inet, inetService, netdev } from '../fields/standin.js';
import { th } from '../fields/transport.js';
import { carriesEthernet } from '../fields/tunnel.js';
import { FAMILY_START } from '../protocols.js';
import { metaTerm } from '../selector/meta.js';
import { payloadTerm } from '../selector/payload_term.js';
import { constant, type PayloadTerm, type Term } from '../term.js';
import { bytesFor, fromNumber } from '../value.js';
import { fail, type RuleContext } from './context.js';
import { relate } from './match.js';

const ARPHRD_ETHER = 1;

const LAYER_NAMES: Readonly<Record<Layer, string>> = {
  link: 'link layer',
  network: 'network layer',
  transport: 'transport layer',
  inner: 'payload',
};

/**
 * Makes sure that a header is what its field says, by adding the test that is still missing: `tcp dport` first needs
 * `meta l4proto tcp`. Returns the field with its place behind the headers that the rule has gone through.
 */
export function requirePayload(term: PayloadTerm, context: RuleContext): PayloadTerm {
  if (term.field === undefined || term.field.protocol === th || context.unbound) return term;
  const { protocols } = context;
  const { protocol } = term.field;
  if (protocol.layer === 'inner')
    fail(`say which tunnel this header is of: { "tunnel": "${protocol.name}" }`);
  const current = protocols.at(term.layer);
  if (current === undefined) return requireLayer(term, protocol, context);

  const other = protocols.alternative(term.layer, protocol);
  if (other !== undefined) return conflict(other, protocol);
  if (current === protocol) {
    requireMessage(term, context);
    return behindLinks(term, context);
  }
  return resolveConflict(term, current, protocol, context);
}

/**
 * Makes sure that the packet is of a version of IP, as its options and extension headers need it. Unlike other tests
 * that a rule implies, it comes before everything else in the rule: so nft has it.
 */
export function requireNetwork(protocol: Protocol, context: RuleContext): void {
  const current = context.protocols.at('network');
  if (current === protocol || context.unbound) return;
  if (current !== undefined) conflict(current, protocol);
  const link = context.protocols.at('link') ?? fail(`nothing says what carries ${protocol.name} here`);
  const before = context.steps.length;
  addProtocolMatch(link, protocol, context);
  context.steps.unshift(...context.steps.splice(before));
}

/** Nothing is known about the layer yet. */
function requireLayer(term: PayloadTerm, protocol: Protocol, context: RuleContext): PayloadTerm {
  addDependency(term.layer, protocol, context);
  const now = context.protocols.at(term.layer);
  if (now === protocol || now === undefined) {
    requireMessage(term, context);
    return term;
  }
  if (term.layer !== 'link') return conflict(now, protocol);
  // A tag in a family that begins above the link layer, so that Ethernet itself had to be asked for first.
  const number = protocolNumber(now, protocol);
  if (number === undefined) return conflict(now, protocol);
  addEquality(protocolKey(now, context), number, context);
  return behindLinks(term, context);
}

/** Another protocol is known at the layer: a tag may follow it, anything else contradicts it. */
function resolveConflict(
  term: PayloadTerm,
  current: Protocol,
  protocol: Protocol,
  context: RuleContext,
): PayloadTerm {
  const { protocols } = context;
  let lower = current;
  if (term.layer === 'link') {
    if (current === inet || current === netdev) {
      matchInterfaceType(protocol, context);
      lower = protocol;
    } else if (protocols.stackedLinks.includes(protocol)) return term;
  }
  const now = protocols.at(term.layer) ?? lower;
  const above = LAYERS[layerIndex(term.layer) + 1];
  const number =
    above === undefined || protocols.at(above) === undefined ? protocolNumber(lower, protocol) : undefined;
  if (number === undefined) return now === protocol ? term : conflict(now, protocol);
  addEquality(protocolKey(now, context), number, context);
  return behindLinks(term, context);
}

function conflict(known: Protocol, wanted: Protocol): never {
  return fail(`the packet cannot be ${wanted.name}, because it is ${known.name} already`);
}

/** A link header's field, behind the headers that come before it. */
function behindLinks(term: PayloadTerm, { protocols }: RuleContext): PayloadTerm {
  if (term.layer !== 'link') return term;
  const before = protocols.stackedLinks.reduce((sum, each) => sum + (each.length ?? 0), 0);
  return before === 0 ? term : { ...term, offset: term.offset + before };
}

/** Adds the test that makes `protocol` known at its layer. */
export function addDependency(layer: Layer, protocol: Protocol, context: RuleContext): void {
  const start = layerIndex(FAMILY_START[context.protocols.family].layer);
  if (layerIndex(layer) < start) {
    if (layerIndex(layer) < start - 1)
      fail(`tables of the ${context.family} family do not see ${protocol.name}`);
    matchInterfaceType(protocol, context);
    return;
  }
  const below = LAYERS[layerIndex(layer) - 1];
  const lower = (below && context.protocols.at(below)) ?? lowerStandin(layer, protocol, context);
  if (lower === undefined) {
    fail(`${protocol.name} is ambiguous here: match a ${LAYER_NAMES[below ?? 'link']} protocol first`);
  }
  // Behind a tag that was taken off, the frame's own type is not IP's; the packet's metadata know.
  const tagged =
    context.protocols.family === 'bridge' && lower === ether && (protocol === ip || protocol === ip6);
  addProtocolMatch(tagged ? netdev : lower, protocol, context);
}

const LINK_STANDINS: Readonly<Partial<Record<Family, Protocol>>> = { inet, bridge: ether, netdev };

/** What lies below a transport protocol where the version of IP is open. */
function lowerStandin(layer: Layer, protocol: Protocol, context: RuleContext): Protocol | undefined {
  if (layer !== 'transport') return undefined;
  const network = protocol === icmp || protocol === igmp ? ip : protocol === icmpv6 ? ip6 : undefined;
  if (network === undefined) return inetService;
  const { tunnel, family } = context.protocols;
  // Where a tunnel carries no Ethernet, only the packet's metadata know.
  const below = tunnel === undefined || carriesEthernet(tunnel) ? context.protocols.at('link') : netdev;
  const link = below ?? LINK_STANDINS[family];
  if (link !== undefined) addProtocolMatch(link, network, context);
  return network;
}

/** Tests that `lower` carries `upper`. */
function addProtocolMatch(lower: Protocol, upper: Protocol, context: RuleContext): void {
  const number = protocolNumber(lower, upper);
  addEquality(protocolKey(lower, context), number ?? conflict(lower, upper), context);
}

function protocolKey(lower: Protocol, context: RuleContext): Term {
  if (lower.upper === undefined) return fail(`${lower.name} does not say what it carries`);
  if ('meta' in lower.upper) return metaTerm(lower.upper.meta);
  const field = fieldOf(lower, lower.upper.field);
  return field === undefined
    ? fail(`${lower.name} has no ${lower.upper.field}`)
    : behindLinks(payloadTerm(field), context);
}

function addEquality(key: Term, number: number, context: RuleContext): void {
  const term = here(key, context);
  const value = constant(term.type, term.order, term.bits, fromNumber(number, bytesFor(term.bits)));
  context.steps.push(relate('==', term, value, context));
}

/** The same of the packet inside of the tunnel, where the rule is about that. */
function here<T extends Term>(term: T, { protocols: { tunnel } }: RuleContext): T {
  return tunnel === undefined ? term : { ...term, tunnel };
}

/** In families that begin above the link layer the header is there only if the packet came from such a device. */
function matchInterfaceType(protocol: Protocol, context: RuleContext): void {
  if (protocol !== ether && protocolNumber(ether, protocol) === undefined) {
    fail(`tables of the ${context.family} family do not see ${protocol.name}`);
  }
  addEquality(metaTerm('iiftype'), ARPHRD_ETHER, context);
}

/** Makes sure that an ICMP message is of the type that the field belongs to. */
function requireMessage(term: PayloadTerm, context: RuleContext): void {
  const { field } = term;
  if (field?.message === undefined) return;
  const { protocol, message } = field;
  const types = MESSAGE_TYPES[message][protocol === icmp ? 'icmp' : 'icmpv6'] ?? [];
  const [type] = types;
  const { icmpType } = context.protocols;
  if (type === undefined || (icmpType !== undefined && types.includes(icmpType))) return;
  if (icmpType !== undefined)
    fail(`the rule matches type ${icmpType}, and ${protocol.name} ${field.name} needs type ${type}`);
  const typeField = fieldOf(protocol, 'type');
  if (typeField === undefined) return;
  if (types.length === 1) addEquality(payloadTerm(typeField), type, context);
  else {
    matchAny(here(payloadTerm(typeField), context), types, context);
    context.protocols.icmpType = type;
  }
}

/** Fields of an echo are in requests and replies, so either will do, and so with others. */
function matchAny(type: PayloadTerm, numbers: readonly number[], context: RuleContext): void {
  const { type: datatype, bits, order } = type;
  const key = { type: datatype, bits, order };
  const elements = numbers.map((number) => ({ key: Uint8Array.of(number) }));
  const sets = context.sets ?? fail('no set can be made here');
  const set = sets.add({ key, interval: false, elements });
  context.steps.push({ kind: 'match', operator: '==', left: type, right: { kind: 'set', set, ...key } });
}
