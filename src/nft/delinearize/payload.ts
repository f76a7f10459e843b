import type { MatchOperator } from '../ast.js';
import { icmp, icmpv6 } from '../fields/icmp.js';
import { MESSAGE_TYPES } from '../fields/messages.js';
import { type HeaderField, layerIndex, type Protocol } from '../fields/protocol.js';
import { upperProtocol } from '../fields/stack.js';
import { inet, unknown } from '../fields/standin.js';
import type { KernelSet } from '../kernel.js';
import type { ProtocolContext } from '../protocols.js';
import { isProtocolKey, payloadTerm, rawPayloadTerm } from '../selector/payload_term.js';
import { type Constant, constant, type PayloadTerm, type PrefixTerm } from '../term.js';
import { compare, toNumber } from '../value.js';
import { asKind, splice, widen } from './constant.js';
import { matchNode } from './node.js';
import type { Raising } from './raising.js';

/** The header that bits of a layer belong to, and where in the layer it begins. */
export function headerAt(
  term: PayloadTerm,
  protocols: ProtocolContext,
): { readonly protocol: Protocol; readonly start: number } | undefined {
  const protocol = protocols.at(term.layer);
  if (protocol === undefined || protocol === unknown) return undefined;
  if (term.layer !== 'link' || term.offset < (protocol.length ?? 0)) return { protocol, start: 0 };
  let start = 0;
  for (const stacked of protocols.stackedLinks) {
    if (term.offset - start < (stacked.length ?? 0)) return { protocol: stacked, start };
    start += stacked.length ?? 0;
  }
  return { protocol, start };
}

/** Whether a field can be in a message of the type that was matched. */
function isInMessage({ protocol, message }: HeaderField, { icmpType }: ProtocolContext): boolean {
  if (message === undefined || icmpType === undefined) return true;
  const types = MESSAGE_TYPES[message];
  const own = protocol === icmp ? types.icmp : protocol === icmpv6 ? types.icmpv6 : undefined;
  return own?.includes(icmpType) ?? false;
}

/** One of several types of messages was matched; like nft, takes the lowest one to tell which fields follow. */
export function learnMessage(term: PayloadTerm, { elements = [] }: KernelSet, raising: Raising): void {
  const { field } = term;
  const { protocols } = raising.about(term);
  if (field === undefined || !isProtocolKey(field) || protocols.icmpType !== undefined) return;
  const [lowest] = elements.flatMap(({ key }) => (key?.length === 1 ? [key] : [])).sort(compare);
  const { protocol } = field;
  if (lowest !== undefined && (protocol === icmp || protocol === icmpv6))
    protocols.learn(payloadTerm(field), lowest);
}

/** Raw bits as the header field that they are; the same bits where they are none. */
export function completePayload(term: PayloadTerm, raising: Raising): PayloadTerm {
  // Of a tunnel's own header it is known already.
  if (isOfTunnelItself(term)) return term;
  const { protocols } = raising.about(term);
  const header = headerAt(term, protocols);
  if (header === undefined || header.protocol === inet) return term;
  const field = header.protocol.fields.find(
    (each) =>
      each.offset === term.offset - header.start && each.bits === term.bits && isInMessage(each, protocols),
  );
  return field === undefined ? term : { ...payloadTerm(field), isProtocolKey: false, ...tunnelOf(term) };
}

/** Whether it is a field of the tunnel's own header. */
function isOfTunnelItself({ field, tunnel }: PayloadTerm): boolean {
  return tunnel !== undefined && field?.protocol === tunnel.protocol;
}

/** For another term of the same packet. */
export function tunnelOf({ tunnel }: PayloadTerm): Pick<PayloadTerm, 'tunnel'> {
  return tunnel === undefined ? {} : { tunnel };
}

/** Adjacent fields may have been compared at once: takes them apart. The last one may be a part of its field. */
function expandPayload(term: PayloadTerm, protocols: ProtocolContext): PayloadTerm[] {
  const header = headerAt(term, protocols);
  const tunnel = tunnelOf(term);
  if (isOfTunnelItself(term)) return [term];
  const terms: PayloadTerm[] = [];
  let offset = term.offset - (header?.start ?? 0);
  let bits = term.bits;
  for (const field of header?.protocol.fields ?? []) {
    if (field.offset !== offset || !isInMessage(field, protocols)) continue;
    terms.push({ ...payloadTerm(field), bits: Math.min(field.bits, bits), ...tunnel });
    if (field.bits >= bits) return terms;
    offset += field.bits;
    bits -= field.bits;
  }
  // Where no field begins, the rest stays raw.
  const start = term.offset + term.bits - bits;
  terms.push({ ...rawPayloadTerm(term.layer, start, bits), ...tunnel });
  return terms;
}

/** That two fields together differ does not say that each of them does. */
function partsOf(operator: MatchOperator, term: PayloadTerm, protocols: ProtocolContext): PayloadTerm[] {
  const parts = expandPayload(term, protocols);
  return operator === '!=' && parts.length > 1 ? [term] : parts;
}

/** Adds comparisons of payload with plain data: one for each field that they cover. */
export function matchFields(
  operator: MatchOperator,
  term: PayloadTerm,
  data: Constant,
  raising: Raising,
): void {
  const { protocols, dependencies } = raising.about(term);
  let below = layerIndex(term.layer);
  let rest = data;
  const parts = partsOf(operator, term, protocols);
  for (const part of parts) {
    const [first, after] = splice(rest, part.bits);
    rest = after;
    const whole = parts.length === 1 && isWhole(part) && !part.isProtocolKey;
    const right = whole ? raising.variable(data, part) : fieldConstant(part, first);
    const node = matchNode(operator, part, right);
    if (operator === '==' && right.kind === 'constant') protocols.learn(part, right.value);
    raising.nodes.push(node);
    if (operator === '==' && isStacked(part, right, protocols)) below--;
    raising.releaseFor(part);
    if (operator === '==' && part.isProtocolKey) dependencies.store(node, below);
  }
}

function isWhole({ field, bits }: PayloadTerm): boolean {
  return field === undefined || field.bits === bits;
}

/** Data compared with a field; with a part of it they are a prefix. */
function fieldConstant(part: PayloadTerm, raw: Constant): Constant | PrefixTerm {
  if (isWhole(part)) return asKind(raw, part);
  const bits = part.field?.bits ?? part.bits;
  const { type, order } = part;
  const base = constant(type, order, bits, widen(raw.value, raw.bits, bits));
  return { kind: 'prefix', base, length: raw.bits, type, order, bits };
}

/** Whether the value says that another header of the same layer follows. */
function isStacked(part: PayloadTerm, right: Constant | PrefixTerm, protocols: ProtocolContext): boolean {
  if (!part.isProtocolKey || right.kind !== 'constant') return false;
  const current = protocols.at(part.layer);
  const next = current && upperProtocol(current, toNumber(right.value));
  return next !== undefined && next.layer === current?.layer;
}
