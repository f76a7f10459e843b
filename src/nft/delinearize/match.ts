import type { MatchOperator } from '../ast.js';
import { boolean } from '../datatype/packet.js';
import { layerIndex } from '../fields/protocol.js';
import { isInformative } from '../protocols.js';
import { type BinaryTerm, type Constant, constant, isConstant, type Term } from '../term.js';
import { bytesFor, compare, hasBit, isZero, lowestBit, type Value } from '../value.js';
import { asBeginning, asBitfield, type FieldTerm } from './bitfield.js';
import { asCompared, asKind, padEnd } from './constant.js';
import { type MatchNode, matchNode } from './node.js';
import { completePayload, matchFields } from './payload.js';
import type { Raising } from './raising.js';
import { completeTerm } from './term.js';

/** Adds the comparison of what is in a register with data. */
export function raiseComparison(
  operator: MatchOperator,
  left: Term,
  raw: Constant,
  raising: Raising,
): boolean {
  const open = bytesFor(left.bits) * 8 - raw.bits;
  if (open < 0) return false;
  if (left.kind === 'payload') {
    if (open > 0) return false;
    if (operator === '==' || operator === '!=') matchFields(operator, left, raw, raising);
    else comparePayload(operator, left, raw, raising);
    return true;
  }
  const term = completeTerm(left, raising);
  if (term.kind === 'binary') return compareBinary(operator, term, raw, raising);
  if (!isNamed(term)) return compareBeginning(operator, term, raw, raising);
  if (open > 0 && term.type === boolean) {
    // Whether there is a route takes a register of 32 bits here, and newer versions of nft compare its first byte.
    const whole = asKind({ ...raw, bits: term.bits, value: padEnd(raw.value, term.bits) }, term);
    add(matchNode(operator, term, whole), raising);
    return true;
  }
  if (open > 0 && term.type.base !== 'string') {
    // Only the first bytes were compared: a prefix.
    const { type, order, bits } = term;
    const base = asKind({ ...raw, bits, value: padEnd(raw.value, bits) }, term);
    add(matchNode(operator, term, { kind: 'prefix', base, length: raw.bits, type, order, bits }), raising);
    return true;
  }
  const plain = (operator === '==' || operator === '!=') && !isInformative(term);
  add(matchNode(operator, term, plain ? raising.variable(raw, term) : asCompared(raw, term)), raising);
  return true;
}

/** Adds a comparison of the first bytes of an option's field: a network, if it is an address. */
function compareBeginning(operator: MatchOperator, left: Term, raw: Constant, raising: Raising): boolean {
  const field = asBeginning(left);
  if (field === undefined || (operator !== '==' && operator !== '!=')) return false;
  const { type, order, bits } = field;
  const base = constant(type, order, bits, padEnd(raw.value, bits));
  const right: Term = { kind: 'prefix', base, length: raw.bits, type, order, bits };
  add(matchNode(operator, field as Term, right), raising);
  return true;
}

/** Whether there are words for it: bits of an option are without, unless a mask makes a field of them. */
function isNamed(term: Term): boolean {
  switch (term.kind) {
    case 'binary':
      return isNamed(term.left);
    case 'byteorder':
      return isNamed(term.argument);
    case 'exthdr':
    case 'ip option':
    case 'sctp chunk':
      return term.present || term.field !== undefined;
    default:
      return true;
  }
}

/** Adds the test whether what is in a register lies outside a range. */
export function raiseRange(
  operator: MatchOperator,
  left: Term,
  from: Constant,
  to: Constant,
  raising: Raising,
): boolean {
  const complete = left.kind === 'payload' ? completePayload(left, raising) : completeTerm(left, raising);
  const field = complete.kind === 'binary' ? asBitfieldRange(complete, from, to, raising) : undefined;
  const term = (field?.[0] ?? complete) as Term;
  if (!isNamed(term)) return false;
  if (term.kind === 'payload') raising.releaseFor(term);
  const { type, order, bits } = term;
  const right: Term = field?.[1] ?? {
    kind: 'range',
    from: asCompared(from, term),
    to: asCompared(to, term),
    type,
    order,
    bits,
  };
  add(matchNode(operator, term, right), raising);
  return true;
}

function asBitfieldRange(left: BinaryTerm, from: Constant, to: Constant, raising: Raising) {
  const { type, order, bits } = left;
  return asBitfield(left, { kind: 'range', from, to, type, order, bits }, raising);
}

/** Orderings of payload are never split into fields. */
function comparePayload(
  operator: MatchOperator,
  left: Term & { kind: 'payload' },
  raw: Constant,
  raising: Raising,
): void {
  const term = completePayload(left, raising);
  raising.releaseFor(term);
  add(matchNode(operator, term, asKind(raw, term)), raising);
}

/** Adds a comparison, with what it tells about the packet, or joins it with the one before to a range. */
function add(node: MatchNode, raising: Raising): void {
  const previous = raising.previousMatch();
  if (previous === undefined || !isRange(previous, node)) {
    raising.nodes.push(node);
    learn(node, raising);
    return;
  }
  const [from, to] = [previous.right as Constant, node.right as Constant];
  const { type, order, bits } = node.left;
  previous.dropped = true;
  raising.nodes.push(matchNode('==', node.left, { kind: 'range', from, to, type, order, bits }));
}

/** `>= a` and then `<= b` of the same is a range, if it is one. */
function isRange(previous: MatchNode, node: MatchNode): boolean {
  if (previous.operator !== '>=' || node.operator !== '<=') return false;
  if (previous.right.kind !== 'constant' || node.right.kind !== 'constant') return false;
  return sameTerm(previous.left, node.left) && compare(previous.right.value, node.right.value) <= 0;
}

function sameTerm(a: Term, b: Term): boolean {
  if (a === b) return true;
  if (a.kind === 'byteorder' && b.kind === 'byteorder') return sameTerm(a.argument, b.argument);
  if (a.kind === 'payload' && b.kind === 'payload') {
    return a.layer === b.layer && a.offset === b.offset && a.bits === b.bits;
  }
  if (a.kind === 'binary' && b.kind === 'binary') {
    return a.operator === b.operator && sameTerm(a.left, b.left) && sameTerm(a.right, b.right);
  }
  if (a.kind === 'constant' && b.kind === 'constant') return compare(a.value, b.value) === 0;
  return a.kind === b.kind && !isConstant(a) && !isConstant(b) && sameProperties(a, b);
}

/** Whatever else reads the packet is described by plain values, and a hash by what it is of. */
function sameProperties(a: Term, b: Term): boolean {
  const others = new Map<string, unknown>(Object.entries(b));
  return Object.entries(a).every(([key, value]) => {
    const other = others.get(key);
    return key === 'argument' ? sameTerm(value as Term, other as Term) : value === other;
  });
}

/** What equality of metadata or of the connection says about the protocols, and which tests it makes superfluous. */
function learn(node: MatchNode, raising: Raising): void {
  const { left, right, operator } = node;
  const { protocols, dependencies } = raising.about(left);
  if (operator !== '==' || right.kind !== 'constant' || (left.kind !== 'meta' && left.kind !== 'ct')) return;
  protocols.learn(left, right.value);
  const { tells, name } = left.key;
  if (tells === undefined) {
    if (name === 'iiftype') dependencies.store(node, -1);
    return;
  }
  const below = layerIndex(tells);
  dependencies.releaseForKey(node, below);
  dependencies.store(node, below);
}

/** Adds a comparison of something calculated: flags, prefixes and fields of odd widths are calculated, too. */
function compareBinary(operator: MatchOperator, left: BinaryTerm, raw: Constant, raising: Raising): boolean {
  const right = asKind(raw, left);
  const mask = left.right;
  const equality = operator === '==' || operator === '!=';
  if (left.operator === '&' && mask.kind === 'constant') {
    if (equality && left.type.bitmask) {
      add(flagNode(operator, left.left, mask, right), raising);
      return true;
    }
    if (left.left.type.prefix && isPrefixMask(mask.value, mask.bits)) {
      const { type, order, bits } = left.left;
      const length = prefixLength(mask.value, mask.bits);
      add(
        matchNode(operator, left.left, { kind: 'prefix', base: right, length, type, order, bits }),
        raising,
      );
      return true;
    }
    const field = asBitfield(left, raw, raising);
    if (field?.[1].kind === 'constant') return compareField(operator, field[0], field[1], raising);
  }
  if (!isNamed(left)) return false;
  add(matchNode(operator, left, right), raising);
  return true;
}

function compareField(operator: MatchOperator, term: FieldTerm, right: Constant, raising: Raising): boolean {
  if (term.kind === 'payload') raising.releaseFor(term);
  add(matchNode(operator, term as Term, right), raising);
  return true;
}

/** `flags & mask` compared with a value: any of them, none, all, or exactly these among those. */
function flagNode(operator: MatchOperator, left: Term, mask: Constant, value: Constant): MatchNode {
  if (isZero(value.value)) return matchNode(operator === '!=' ? 'in' : '!', left, mask);
  return matchNode(operator, left, value, mask);
}

/** Whether a mask's ones are all at its upper end. */
function isPrefixMask(mask: Value, bits: number): boolean {
  const first = lowestBit(mask);
  if (first === undefined) return true;
  for (let bit = first; bit < bits; bit++) if (!hasBit(mask, bit)) return false;
  return true;
}

function prefixLength(mask: Value, bits: number): number {
  return bits - (lowestBit(mask) ?? bits);
}
