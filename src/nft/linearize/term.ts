import {
  NFT_BITWISE_LSHIFT,
  NFT_BITWISE_MASK_XOR,
  NFT_BITWISE_RSHIFT,
  NFT_BYTEORDER_HTON,
  NFT_BYTEORDER_NTOH,
} from '../../uapi/nf_tables.js';
import { FIELD_UNIT, fieldLength } from '../datatype/concat.js';
import { loadSelector } from '../selector/index.js';
import type { BinaryTerm, ByteorderTerm, Constant, Term } from '../term.js';
import { and, bytesFor, not, ones, resize, type Value, xor } from '../value.js';
import { constantData, registerData } from './data.js';
import { type Instructions, registerBehind } from './registers.js';
import { lookUp } from './set.js';

/** Adds the instructions that bring a term into a register. */
export function loadTerm(term: Term, dreg: number, instructions: Instructions): void {
  switch (term.kind) {
    case 'constant':
      instructions.add({ name: 'immediate', dreg, data: constantData(term) });
      break;
    case 'byteorder':
      loadByteorder(term, dreg, instructions);
      break;
    case 'binary':
      loadBinary(term, dreg, instructions);
      break;
    case 'concat': {
      let slot = 0;
      for (const part of term.parts) {
        loadTerm(part, registerBehind(dreg, slot), instructions);
        slot += fieldLength(part.bits) / FIELD_UNIT;
      }
      break;
    }
    case 'map':
      lookUp(term.key, term.set, dreg, instructions);
      break;
    case 'set':
    case 'prefix':
    case 'range':
      throw new TypeError(`a ${term.kind} does not fit a register`);
    default:
      instructions.add(loadSelector(term, dreg, instructions));
  }
}

function loadByteorder(term: ByteorderTerm, dreg: number, instructions: Instructions): void {
  const { argument, operator, bits } = term;
  loadTerm(argument, dreg, instructions);
  const size = bits % 64 === 0 ? 8 : bits % 32 === 0 ? 4 : 2;
  const op = operator === 'hton' ? NFT_BYTEORDER_HTON : NFT_BYTEORDER_NTOH;
  instructions.add({ name: 'byteorder', sreg: dreg, dreg, op, len: bits >>> 3, size });
}

function loadBinary(term: BinaryTerm, dreg: number, instructions: Instructions): void {
  if (term.right.kind !== 'constant') throw new TypeError('the kernel calculates with constants only');
  const { operator } = term;
  if (operator === '<<' || operator === '>>') {
    loadTerm(term.left, dreg, instructions);
    instructions.add({
      name: 'bitwise',
      sreg: dreg,
      dreg,
      op: operator === '<<' ? NFT_BITWISE_LSHIFT : NFT_BITWISE_RSHIFT,
      len: bytesFor(term.bits),
      data: registerData(term.right.value, 'host', 32),
    });
    return;
  }
  const { inner, mask, flip } = combine(term);
  loadTerm(inner, dreg, instructions);
  instructions.add({
    name: 'bitwise',
    sreg: dreg,
    dreg,
    op: NFT_BITWISE_MASK_XOR,
    len: bytesFor(term.bits),
    mask: registerData(mask, term.order, term.bits),
    xor: registerData(flip, term.order, term.bits),
  });
}

/** A chain of and, or and xor with constants is one instruction: `(inner & mask) ^ flip`. */
function combine(term: BinaryTerm): { inner: Term; mask: Value; flip: Value } {
  const width = bytesFor(term.bits);
  const chain: { operator: string; value: Value }[] = [];
  let inner: Term = term;
  while (inner.kind === 'binary' && inner.right.kind === 'constant' && '&|^'.includes(inner.operator)) {
    chain.push({ operator: inner.operator, value: resize((inner.right as Constant).value, width) });
    inner = inner.left;
  }
  let mask = ones(term.bits, width);
  let flip: Value = new Uint8Array(width);
  for (const { operator, value } of chain.reverse()) {
    if (operator === '&') {
      mask = and(mask, value);
      flip = and(flip, value);
    } else if (operator === '^') flip = xor(flip, value);
    else {
      // a | v keeps the bits outside v and sets those inside.
      const keep = not(value, width * 8);
      mask = and(mask, keep);
      flip = xor(and(flip, keep), value);
    }
  }
  return { inner, mask, flip };
}
