import type { Family } from './ast.js';
import { icmp, icmpv6 } from './fields/icmp.js';
import { ip } from './fields/ip.js';
import { ip6 } from './fields/ip6.js';
import { arp, ether } from './fields/link.js';
import type { Layer, Protocol } from './fields/protocol.js';
import { upperProtocol } from './fields/stack.js';
import { inet, inetService, netdev, unknown } from './fields/standin.js';
import type { Tunnel } from './fields/tunnel.js';
import type { CtTerm, MetaTerm, PayloadTerm, Term } from './term.js';
import { toNumber, type Value } from './value.js';

/** Where the packets of a family's tables begin: the lowest layer that is known, and what it is. */
export const FAMILY_START: Readonly<Record<Family, { readonly layer: Layer; readonly protocol: Protocol }>> =
  {
    ip: { layer: 'network', protocol: ip },
    ip6: { layer: 'network', protocol: ip6 },
    arp: { layer: 'network', protocol: arp },
    inet: { layer: 'link', protocol: inet },
    bridge: { layer: 'link', protocol: ether },
    netdev: { layer: 'link', protocol: netdev },
  };

/** More than so many nested tags or alternative protocols are not followed. */
const MOST_PROTOCOLS = 16;

const ARPHRD_ETHER = 1;
const ICMP_ECHO_REPLY = 0;
const ICMP_ECHO = 8;
const ICMPV6_ECHO_REQUEST = 128;
const ICMPV6_ECHO_REPLY = 129;

/** Whether the value that a term is found equal to tells more about the packet than itself. */
export function isInformative(term: Term): boolean {
  if (term.kind === 'payload') return term.isProtocolKey;
  return (
    (term.kind === 'meta' || term.kind === 'ct') &&
    (term.key.tells !== undefined || term.key.name === 'iiftype')
  );
}

/**
 * What a rule knows about its packets so far: the protocol at each layer. Matching `ip protocol tcp` tells it that
 * TCP follows, so `tcp dport` needs no further test; and in a listing, so that bytes can be read as TCP's.
 */
export class ProtocolContext {
  readonly family: Family;
  /** The tunnel that these packets are inside of. */
  readonly tunnel: Tunnel | undefined;
  /** Link headers passed through, outermost first: Ethernet below a VLAN tag. */
  readonly stackedLinks: Protocol[] = [];
  /** The type of ICMP message, where one was matched. */
  icmpType: number | undefined;
  readonly #layers: Partial<Record<Layer, Protocol>> = {};
  /** Every transport protocol matched: several, where a set was. */
  readonly #transports: Protocol[] = [];

  constructor(family: Family, tunnel?: Tunnel) {
    this.family = family;
    this.tunnel = tunnel;
    const { layer, protocol } = FAMILY_START[family];
    this.#layers[layer] = protocol;
  }

  /** Of packets inside of a tunnel, which are seen from Ethernet on, as those of a bridge are. */
  static inside(tunnel: Tunnel): ProtocolContext {
    return new ProtocolContext('bridge', tunnel);
  }

  at(layer: Layer): Protocol | undefined {
    return this.#layers[layer];
  }

  set(layer: Layer, protocol: Protocol): void {
    this.#layers[layer] = protocol;
    if (layer !== 'transport' || this.#transports.includes(protocol)) return;
    if (this.#transports.length < MOST_PROTOCOLS) this.#transports.push(protocol);
  }

  /** Another protocol of the layer than this one, where a set of them was matched. */
  alternative(layer: Layer, protocol: Protocol): Protocol | undefined {
    if (layer !== 'transport' || this.#transports.length < 2) return undefined;
    return this.#transports.find((each) => each !== protocol);
  }

  /** Learns from a term found equal to a value. */
  learn(term: Term, value: Value): void {
    if (term.kind === 'payload') this.#learnPayload(term, value);
    else if (term.kind === 'meta') this.#learnMeta(term, value);
    else if (term.kind === 'ct') this.#learnCt(term, value);
  }

  #learnPayload(term: PayloadTerm, value: Value): void {
    if (!term.isProtocolKey) return;
    const lower = this.#layers[term.layer];
    if (lower === undefined) return;
    const number = toNumber(value);
    const upper = upperProtocol(lower, number);
    if (upper === undefined) {
      if (lower === icmp) this.icmpType = number === ICMP_ECHO_REPLY ? ICMP_ECHO : number;
      if (lower === icmpv6) this.icmpType = number === ICMPV6_ECHO_REPLY ? ICMPV6_ECHO_REQUEST : number;
      return;
    }
    if (upper.layer === 'link' && lower.layer === 'link' && term.field !== undefined) {
      if (this.stackedLinks.length < MOST_PROTOCOLS) this.stackedLinks.push(lower);
    }
    this.set(upper.layer, upper);
  }

  #learnMeta(term: MetaTerm, value: Value): void {
    const start = FAMILY_START[this.family];
    const number = toNumber(value);
    switch (term.key.name) {
      case 'iiftype':
        if (this.family === 'bridge') return;
        this.set('link', number === ARPHRD_ETHER ? ether : unknown);
        break;
      case 'nfproto':
        this.set('network', upperProtocol(inet, number) ?? unknown);
        break;
      case 'l4proto':
        this.set('transport', upperProtocol(inetService, number) ?? unknown);
        break;
      case 'protocol':
        if (this.family !== 'netdev' && this.family !== 'bridge') return;
        this.set('network', upperProtocol(start.protocol, number) ?? unknown);
        break;
    }
  }

  #learnCt(term: CtTerm, value: Value): void {
    if (term.key.tells === undefined) return;
    const lower = this.#layers[term.key.tells];
    const upper = lower && upperProtocol(lower, toNumber(value));
    if (upper !== undefined) this.set(term.key.tells === 'link' ? 'network' : 'transport', upper);
  }
}
