import type { Expression, MangleKey } from '../ast.js';
import { constantToAst, termToAst } from '../delinearize/ast.js';
import { bitfieldIn } from '../delinearize/bitfield.js';
import { asKind } from '../delinearize/constant.js';
import type { Raisers } from '../delinearize/instructions.js';
import { completePayload } from '../delinearize/payload.js';
import type { Raising } from '../delinearize/raising.js';
import { completeTerm } from '../delinearize/term.js';
import { LAYERS } from '../fields/protocol.js';
import { DIRECTIONS } from '../selector/ct.js';
import { ctKeyNumbered } from '../selector/ct_keys.js';
import { SELECTORS, selectorToAst } from '../selector/index.js';
import { metaKeyNumbered } from '../selector/meta_keys.js';
import { rawPayloadTerm } from '../selector/payload_term.js';
import { type Constant, constant, type PayloadTerm, type SelectorTerm, type Term } from '../term.js';
import { and, bytesFor, isZero, not, resize } from '../value.js';
import { raiseArgument } from './argument.js';

/** How instructions that store a register become words. */
export const raiseMangle: Raisers = {
  meta({ key: number, sreg }, raising) {
    const key = metaKeyNumbered(number);
    const value = sreg === undefined || key === undefined ? undefined : raiseArgument(sreg, key, raising);
    if (key === undefined || value === undefined) return false;
    return set({ meta: { key: key.name } }, value, raising);
  },

  ct({ key: number, sreg, dir }, raising) {
    const key = ctKeyNumbered(number);
    if (key?.type === undefined || sreg === undefined) return false;
    const value = raiseArgument(sreg, { type: key.type, order: key.order }, raising);
    if (value === undefined) return false;
    const direction = dir === undefined ? undefined : DIRECTIONS[dir];
    const ct = { key: key.name, ...(direction === undefined ? {} : { dir: direction }) };
    return set({ ct }, value, raising);
  },

  exthdr({ sreg, ...place }, raising) {
    if (sreg === undefined) return false;
    const load = { ...place, dreg: sreg, flags: 0 };
    const term =
      SELECTORS['tcp option'].raise(load, raising) ??
      SELECTORS['ip option'].raise(load, raising) ??
      SELECTORS.exthdr.raise(load, raising);
    const value = term && raiseArgument(sreg, term, raising);
    if (term === undefined || value === undefined) return false;
    raising.dependencies.releaseForOption(term.kind);
    return set(keyOf(term, raising), value, raising);
  },

  payload({ sreg, base, offset, len }, raising) {
    const layer = LAYERS[base];
    const value = sreg === undefined ? undefined : raising.register(sreg);
    if (layer === undefined || value === undefined) return false;
    const bytes = rawPayloadTerm(layer, offset * 8, len * 8);
    const written = writtenBits(value, bytes);
    const field = written && bitfieldIn(bytes, written.field, raising);
    if (written !== undefined && field?.term.kind === 'payload') {
      raising.releaseFor(field.term);
      return set(
        keyOf(field.term, raising),
        constantToAst(field.valueOf(written.value), raising.names),
        raising,
      );
    }
    const whole = completePayload(bytes, raising);
    raising.releaseFor(whole);
    return set(keyOf(whole, raising), wholeValue(value, whole, raising), raising);
  },
};

function set(key: MangleKey, value: Expression, raising: Raising): true {
  raising.statement({ mangle: { key, value } });
  return true;
}

function keyOf(term: SelectorTerm, { names }: Raising): MangleKey {
  return selectorToAst(term, names) as MangleKey;
}

function wholeValue(value: Term, { type, order, bits }: PayloadTerm, raising: Raising): Expression {
  if (value.kind !== 'constant') return termToAst(completeTerm(value, raising), raising.names);
  const raw = constant(value.type, value.order, bits, resize(value.value, bytesFor(bits)));
  return constantToAst(asKind(raw, { type, order }), raising.names);
}

/** Of bytes that are written back with some bits changed: which bits those are, and to what. */
function writtenBits(
  value: Term,
  bytes: PayloadTerm,
): { readonly field: Constant; readonly value: Constant } | undefined {
  if (value.kind !== 'binary' || value.right.kind !== 'constant') return undefined;
  if (value.operator === '|') {
    if (isSame(value.left, bytes)) return { field: value.right, value: value.right };
    const { left } = value;
    if (left.kind !== 'binary' || left.operator !== '&' || left.right.kind !== 'constant') return undefined;
    return isSame(left.left, bytes) ? written(left.right, value.right) : undefined;
  }
  if (value.operator !== '&' || !isSame(value.left, bytes)) return undefined;
  return written(value.right, { ...value.right, value: new Uint8Array(value.right.value.length) });
}

/** Of bits that are set, it does not matter whether they were kept before. */
function written(mask: Constant, value: Constant) {
  const { bits } = mask;
  const kept = and(mask.value, not(value.value, bits));
  const field = { ...mask, value: not(kept, bits) };
  return isZero(field.value) ? undefined : { field, value };
}

function isSame(term: Term, bytes: PayloadTerm): boolean {
  return (
    term.kind === 'payload' &&
    term.layer === bytes.layer &&
    term.offset === bytes.offset &&
    term.bits === bytes.bits
  );
}
