import { ETH_P_IP, ETH_P_IPV6 } from '../../uapi/if_ether.js';
import { IPPROTO_GRE, IPPROTO_ICMP, IPPROTO_ICMPV6 } from '../../uapi/in.js';
import { NFPROTO_IPV4, NFPROTO_IPV6 } from '../../uapi/netfilter.js';
import type { Family } from '../ast.js';
import { etherType } from '../datatype/protocol.js';
import { icmp, icmpv6 } from '../fields/icmp.js';
import { ip } from '../fields/ip.js';
import { ip6 } from '../fields/ip6.js';
import { ether, vlan } from '../fields/link.js';
import { MESSAGE_TYPES } from '../fields/messages.js';
import { layerIndex } from '../fields/protocol.js';
import type { PayloadTerm } from '../term.js';
import { toNumber } from '../value.js';
import type { MatchNode } from './node.js';

const LINK = layerIndex('link');
const NETWORK = layerIndex('network');
const TRANSPORT = layerIndex('transport');
const INNER = layerIndex('inner');

const ETH_P_8021Q = 0x8100;

/** Families whose rules do not say by themselves which network protocol they are for. */
const MIXED: ReadonlySet<Family> = new Set(['inet', 'bridge', 'netdev']);

/**
 * Tests that only prepared another one are not listed: `meta l4proto tcp` goes where `tcp dport` follows. This
 * remembers the last test at each layer that might be such a one.
 */
export class Dependencies {
  readonly #family: Family;
  readonly #nodes: (MatchNode | undefined)[] = [];
  #icmpType = 0;
  #held = false;

  constructor(family: Family) {
    this.#family = family;
  }

  /** A statement with an effect came; what was tested before it must stay before it. */
  reset(): void {
    this.#nodes.length = 0;
    this.#icmpType = 0;
  }

  /** Nothing is dropped meanwhile: what is read may never be listed. */
  held<T>(read: () => T): T {
    this.#held = true;
    const value = read();
    this.#held = false;
    return value;
  }

  /** Remembers a test of the protocol above layer `below`, which is -1 beneath the link layer. */
  store(node: MatchNode, below: number): void {
    if (!this.#isEcho(node)) this.#nodes[below + 1] = node;
  }

  /** An echo may be request or reply, so its test is never implied. */
  #isEcho({ left, right }: MatchNode): boolean {
    if (left.kind !== 'payload' || right.kind !== 'constant' || right.bits !== 8) return false;
    const protocol = left.field?.protocol;
    if (protocol !== icmp && protocol !== icmpv6) return false;
    const type = toNumber(right.value);
    if (protocol === icmp) {
      this.#icmpType = type === 0 ? 8 : type;
      return this.#icmpType === 8;
    }
    this.#icmpType = type;
    return type === 128 || type === 129;
  }

  get(layer: number): MatchNode | undefined {
    return this.#nodes[layer] ?? (layer === TRANSPORT ? this.#nodes[INNER] : undefined);
  }

  /** Drops the test of a layer's protocol. */
  release(layer: number): void {
    if (this.#held) return;
    const at = this.#nodes[layer] === undefined && layer === TRANSPORT ? INNER : layer;
    const node = this.#nodes[at];
    if (node !== undefined) node.dropped = true;
    this.#nodes[at] = undefined;
  }

  /** A field inside of GRE implies that there is GRE. */
  releaseTunnel(): void {
    const test = this.get(TRANSPORT);
    if (test?.left.kind !== 'meta' || test.operator !== '==' || test.right.kind !== 'constant') return;
    if (toNumber(test.right.value) === IPPROTO_GRE) this.release(TRANSPORT);
  }

  /** A header field is about to be listed: what it implies need not be. */
  releaseFor(term: PayloadTerm): void {
    if (term.field === undefined) return;
    const layer = layerIndex(term.layer);
    const dependency = this.get(layer);
    if (dependency !== undefined && this.#isImplied(dependency, term)) this.release(layer);
  }

  /** An option or extension header implies the header that it belongs to. */
  releaseForOption(kind: 'exthdr' | 'ip option' | 'tcp option'): void {
    if (kind !== 'tcp option') this.release(NETWORK);
    else if (!this.#saysVersion(this.get(TRANSPORT))) this.release(TRANSPORT);
  }

  /** `ip protocol tcp` also says that it is IPv4, where that is open. */
  #saysVersion(node: MatchNode | undefined): boolean {
    if (node?.left.kind !== 'payload' || !MIXED.has(this.#family)) return false;
    const protocol = node.left.field?.protocol;
    return protocol === ip || protocol === ip6;
  }

  #isImplied({ left, operator, right }: MatchNode, term: PayloadTerm): boolean {
    const protocol = left.kind === 'payload' ? left.field?.protocol : undefined;
    if (MIXED.has(this.#family) && left.kind === 'payload') {
      // `ip protocol tcp` also says that it is IPv4.
      if (term.layer === 'transport' && (protocol === ip || protocol === ip6)) return false;
      if (operator === '==' && term.layer === left.layer) {
        if (term.isProtocolKey) return false;
        // `vlan type` is never implied; `ether type` is by a field of the tag, if it says that there is one.
        if (term.layer === 'link') {
          if (protocol === vlan) return false;
          if (protocol === ether && right.kind === 'constant') return toNumber(right.value) === ETH_P_8021Q;
          return true;
        }
      }
    }
    if (term.layer !== 'transport' || left.kind !== 'payload' || left.layer !== 'transport') return true;
    return protocol !== icmp && protocol !== icmpv6 ? true : this.#isMessageOf(term, left);
  }

  /** Whether the field belongs to the type of ICMP message that was tested. */
  #isMessageOf(term: PayloadTerm, left: PayloadTerm): boolean {
    const message = term.field?.message;
    const protocol = term.field?.protocol;
    if (message === undefined || protocol !== left.field?.protocol) return false;
    const [type, ...others] = MESSAGE_TYPES[message][protocol === icmp ? 'icmp' : 'icmpv6'] ?? [];
    return others.length === 0 && type === this.#icmpType;
  }

  /** A test of metadata or of the connection tells the protocol above layer `below`. */
  releaseForKey(node: MatchNode, below: number): void {
    if (this.get(below) !== undefined && this.#isImpliedByKey(node)) this.release(below);
  }

  #isImpliedByKey({ left, right }: MatchNode): boolean {
    const dependency = this.get(NETWORK);
    const version = dependency && networkVersion(dependency);
    if (version === undefined) return true;
    if (this.#family === 'ip') return version === NFPROTO_IPV4;
    if (this.#family === 'ip6') return version === NFPROTO_IPV6;
    if (!MIXED.has(this.#family)) return true;
    if (left.kind !== 'meta' || left.key.name !== 'l4proto' || right.kind !== 'constant') return true;
    // ICMP goes with IPv4 and ICMPv6 with IPv6; any other protocol goes with either.
    const protocol = toNumber(right.value);
    if (protocol === IPPROTO_ICMP) return version !== NFPROTO_IPV6;
    if (protocol === IPPROTO_ICMPV6) return version !== NFPROTO_IPV4;
    return false;
  }
}

/** Which version of IP a test asks for: 0 for another protocol, undefined where it asks for something else. */
function networkVersion({ left, right }: MatchNode): number | undefined {
  const number = right.kind === 'constant' ? toNumber(right.value) : 0;
  if (left.kind === 'meta') {
    if (left.key.name === 'nfproto') return number;
    return left.key.name === 'protocol' ? versionOf(number) : undefined;
  }
  if (left.kind !== 'payload' || layerIndex(left.layer) !== LINK || left.type !== etherType) return undefined;
  return versionOf(number);
}

function versionOf(ethernetType: number): number {
  if (ethernetType === ETH_P_IP) return NFPROTO_IPV4;
  return ethernetType === ETH_P_IPV6 ? NFPROTO_IPV6 : 0;
}
