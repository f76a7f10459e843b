import {
  NFT_BITWISE_LSHIFT,
  NFT_BITWISE_MASK_XOR,
  NFT_BITWISE_RSHIFT,
  NFT_BYTEORDER_HTON,
  NFT_CMP_EQ,
  NFT_CMP_GT,
  NFT_CMP_GTE,
  NFT_CMP_LT,
  NFT_CMP_LTE,
  NFT_CMP_NEQ,
  NFT_LOOKUP_F_INV,
  NFT_PAYLOAD_TUN_HEADER,
  NFT_RANGE_NEQ,
  NFT_REG_VERDICT,
} from '../../uapi/nf_tables.js';
import type { BinaryOperator, MatchOperator } from '../ast.js';
import { concatenation } from '../datatype/concat.js';
import { hexInteger } from '../datatype/integer.js';
import type { BitwiseExpression } from '../expr/bitwise.js';
import type { ExpressionName, KnownExpression } from '../expr/index.js';
import type { InnerExpression } from '../expr/inner.js';
import { LAYERS } from '../fields/protocol.js';
import { type Tunnel, tunnelLike } from '../fields/tunnel.js';
import type { KernelSet } from '../kernel.js';
import { constantData } from '../linearize/data.js';
import type { ElementMessage } from '../operation.js';
import { termOf } from '../selector/meta.js';
import { metaKeyNumbered } from '../selector/meta_keys.js';
import { payloadTerm, rawPayloadTerm } from '../selector/payload_term.js';
import { isValue } from '../set/definition.js';
import { fromElements, toElements } from '../set/interval.js';
import { atOnce } from '../steps.js';
import type { BinaryTerm, Term } from '../term.js';
import { and, compare, isZero, ones, or, xor } from '../value.js';
import { termToAst } from './ast.js';
import { asBitfield, bitfieldIn, cutOut } from './bitfield.js';
import { rawConstant } from './constant.js';
import { raiseComparison, raiseRange } from './match.js';
import { matchNode } from './node.js';
import { learnMessage } from './payload.js';
import type { Raising } from './raising.js';
import { setToAst } from './set.js';
import { isAnonymous, isInterval, kindOfSet } from './set_kind.js';
import { completeTerm } from './term.js';

/** Raises one kind of instruction; false where it cannot be put into words. */
export type Raiser<N extends ExpressionName> = (
  expression: Extract<KnownExpression, { readonly name: N }>,
  raising: Raising,
) => boolean;

export type Raisers = { readonly [N in ExpressionName]?: Raiser<N> };

const COMPARISONS: ReadonlyMap<number, MatchOperator> = new Map([
  [NFT_CMP_EQ, '=='],
  [NFT_CMP_NEQ, '!='],
  [NFT_CMP_LT, '<'],
  [NFT_CMP_LTE, '<='],
  [NFT_CMP_GT, '>'],
  [NFT_CMP_GTE, '>='],
]);

/** The instructions that calculate and compare; those with an effect are raised by their statements. */
export const CALCULATIONS = {
  immediate(expression, raising) {
    const { dreg, data } = expression;
    if (dreg === NFT_REG_VERDICT || data === undefined) return false;
    raising.load(dreg, rawConstant(data), expression);
    return true;
  },

  inner(expression, raising) {
    const { type, flags, headerSize, expression: load } = expression;
    const tunnel = tunnelLike({ type, flags, headerSize });
    const term = tunnel && innerTerm(load, tunnel);
    if (term === undefined || load.dreg === undefined) return false;
    raising.load(load.dreg, term, expression);
    return true;
  },

  byteorder(expression, raising) {
    const argument = raising.register(expression.sreg);
    if (argument === undefined) return false;
    const operator = expression.op === NFT_BYTEORDER_HTON ? 'hton' : 'ntoh';
    const { type, bits, order } = argument;
    raising.load(expression.dreg, { kind: 'byteorder', operator, argument, type, bits, order }, expression);
    return true;
  },

  bitwise(expression, raising) {
    const left = raising.register(expression.sreg);
    const term = left && calculation(left, expression);
    if (term === undefined) return false;
    raising.load(expression.dreg, term, expression);
    return true;
  },

  cmp({ sreg, op, data }, raising) {
    const left = raising.register(sreg);
    const operator = COMPARISONS.get(op);
    if (left === undefined || operator === undefined) return false;
    return raiseComparison(operator, left, rawConstant(data), raising);
  },

  lookup(expression, raising) {
    const { sreg, dreg, flags = 0 } = expression;
    const set = raising.sets.get(expression.set);
    const read = () => {
      const found = set && keyIn(sreg, set, raising);
      return found && fieldIn(found, set, raising);
    };
    // What a value of a map implies is known when it is used.
    const isValueWanted = dreg !== undefined && dreg !== NFT_REG_VERDICT;
    const field = isValueWanted ? raising.dependencies.held(read) : read();
    if (field === undefined) return false;
    const { key, set: listed } = field;
    const use = { ...kindOfSet(listed), name: listed.name, listed };
    if (dreg === undefined) {
      const { type, bits, order } = key;
      const right: Term = { kind: 'set', set: use, type, bits, order };
      if (key.kind === 'payload' && isAnonymous(listed)) learnMessage(key, listed, raising);
      raising.nodes.push(matchNode((flags & NFT_LOOKUP_F_INV) === 0 ? '==' : '!=', key, right));
      return true;
    }
    if (dreg === NFT_REG_VERDICT) {
      const { names } = raising;
      raising.statement({ vmap: { key: termToAst(key, names), data: setToAst(listed, key, names) } });
      return true;
    }
    if (!isValue(use.data)) return false;
    const { type, bits, order } = use.data;
    raising.load(dreg, { kind: 'map', key, set: use, type, bits, order }, expression);
    return true;
  },

  range({ sreg, op, from, to }, raising) {
    const left = raising.register(sreg);
    if (left === undefined) return false;
    const operator = op === NFT_RANGE_NEQ ? '!=' : '==';
    return raiseRange(operator, left, rawConstant(from), rawConstant(to), raising);
  },
} as const satisfies Raisers;

/** What is loaded of a packet inside of a tunnel, or of the tunnel's own header. */
function innerTerm(load: InnerExpression['expression'], tunnel: Tunnel): Term | undefined {
  if (load.name === 'meta') {
    const key = metaKeyNumbered(load.key);
    return key && { ...termOf(key), tunnel };
  }
  const { base, offset, len } = load;
  if (base === NFT_PAYLOAD_TUN_HEADER) {
    const field = tunnel.protocol.fields.find((each) => each.offset === offset * 8 && each.bits === len * 8);
    return field && { ...payloadTerm(field), tunnel };
  }
  const layer = LAYERS[base];
  return layer && { ...rawPayloadTerm(layer, offset * 8, len * 8), tunnel };
}

/** What is looked up in a set: a term, or several side by side; undefined where its registers hold nothing known. */
export function keyIn(sreg: number, { keyLength = 0 }: KernelSet, raising: Raising): Term | undefined {
  return sideBySide(sreg, keyLength, raising);
}

/** What so many bytes of registers hold: a term, or a concatenation. */
export function sideBySide(sreg: number, bytes: number, raising: Raising): Term | undefined {
  const terms = raising.registers(sreg, bytes);
  if (terms === undefined) return undefined;
  const parts = terms.map((term) => completeTerm(term, raising));
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const fields = parts.map((part) => cutOut(part, raising));
  const type = concatenation(fields);
  return { kind: 'concat', parts: fields, type, bits: type.bits, order: 'big' };
}

/** What is looked up, and the set with its keys as numbers of that kind. */
interface KeyedSet {
  readonly key: Term;
  readonly set: KernelSet;
}

/**
 * Bits of the packet that were cut out: the field that they are. They may have been shifted down; otherwise the keys of
 * the set are shifted up. Undefined where that cannot be turned back.
 */
function fieldIn(key: Term, set: KernelSet, raising: Raising): KeyedSet | undefined {
  if (key.kind !== 'binary' || key.right.kind !== 'constant') return { key, set };
  const down = key.operator === '>>' ? key.left : undefined;
  const cut = down ?? key;
  const field =
    cut.kind === 'binary' && cut.right.kind === 'constant' ? asBitfield(cut, cut.right, raising) : undefined;
  if (field === undefined || cut.kind !== 'binary') return { key, set };
  const [term] = field;
  const listed = down === undefined ? shiftedDown(set, cut, raising) : set;
  if (listed === undefined) return undefined;
  if (term.kind === 'payload') raising.releaseFor(term);
  return { key: term as Term, set: listed };
}

function shiftedDown(set: KernelSet, cut: BinaryTerm, raising: Raising): KernelSet | undefined {
  const field = cut.right.kind === 'constant' ? bitfieldIn(cut.left, cut.right, raising) : undefined;
  if (field === undefined) return undefined;
  const { elements = [] } = set;
  const shift = (key: Uint8Array = new Uint8Array()) => constantData(field.valueOf(rawConstant(key)));
  if (elements.every(({ key }) => isSame(shift(key), key))) return set;
  const shifted = isInterval(set)
    ? shiftedIntervals(elements, field.term.bits, shift)
    : elements.map((each) => ({ ...each, key: shift(each.key) }));
  return { ...set, elements: shifted };
}

/** Where ranges end is between two values of the field, so that both their ends are shifted. */
function shiftedIntervals(
  elements: readonly ElementMessage[],
  bits: number,
  shift: (key: Uint8Array) => Uint8Array,
): ElementMessage[] {
  const intervals = fromElements(elements).map(({ first, last, element }) => ({
    first: shift(first),
    last: shift(last),
    element,
  }));
  return atOnce(toElements(intervals, { whole: false, anonymous: false, bits }));
}

function isSame(a: Uint8Array, b: Uint8Array = new Uint8Array()): boolean {
  return compare(a, b) === 0;
}

/** `(register & mask) ^ xor` in the operators of the language, or a shift. */
function calculation(
  left: Term,
  { op = NFT_BITWISE_MASK_XOR, mask, xor: flip, data }: BitwiseExpression,
): Term | undefined {
  if (op === NFT_BITWISE_LSHIFT || op === NFT_BITWISE_RSHIFT) {
    return data && combined(left, op === NFT_BITWISE_LSHIFT ? '<<' : '>>', data);
  }
  if (op !== NFT_BITWISE_MASK_XOR || mask === undefined || flip === undefined) return undefined;
  // Bits that are cut out and then set are an or; what remains of both is an and, and an xor.
  const set = xor(and(mask, flip), flip);
  const kept = or(mask, set);
  const flipped = and(flip, mask);
  let term = left;
  if (xor(kept, ones(kept.length * 8)).some((byte) => byte !== 0)) term = combined(term, '&', kept);
  if (!isZero(flipped)) term = combined(term, '^', flipped);
  if (!isZero(set)) term = combined(term, '|', set);
  return term;
}

function combined(left: Term, operator: BinaryOperator, data: Uint8Array): Term {
  const { bits } = left;
  return { kind: 'binary', operator, left, right: rawConstant(data), type: hexInteger, order: 'big', bits };
}
