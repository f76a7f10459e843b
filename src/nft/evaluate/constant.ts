import { type Immediate, ValueError } from '../datatype/datatype.js';
import { maximum } from '../datatype/integer.js';
import { boolean } from '../datatype/packet.js';
import { type Constant, constant, type PrefixTerm } from '../term.js';
import { bitLength, bytesFor, fromNumber, resize, toNumeric, type Value } from '../value.js';
import { type Expectation, fail, type RuleContext } from './context.js';

/** What reading a constant takes of the rule around it. */
export type ConstantContext = Pick<RuleContext, 'expected' | 'names'>;

/** A constant of the kind that the context expects. */
export function evaluateImmediate(immediate: Immediate, context: ConstantContext): Constant | PrefixTerm {
  if (typeof immediate === 'boolean') {
    const bits = context.expected?.type === boolean ? context.expected.bits : boolean.bits;
    return constant(boolean, 'host', bits, fromNumber(immediate ? 1 : 0, bytesFor(bits)));
  }
  const { expected } = context;
  if (expected === undefined) fail(`"${immediate}" is a constant, and nothing says of what kind`);
  const value = readValue(immediate, expected, context);
  return expected.type.base === 'string' ? stringConstant(value, expected) : integerConstant(value, expected);
}

function readValue(
  immediate: string | number | bigint,
  expected: Expectation,
  { names }: ConstantContext,
): Value {
  try {
    return expected.type.parse(immediate, names);
  } catch (error) {
    if (error instanceof ValueError) fail(error.message);
    throw error;
  }
}

function integerConstant(value: Value, { type, order, bits, maximum: most }: Expectation): Constant {
  if (bitLength(value) > bits || (most !== undefined && toNumeric(value) > most)) {
    fail(`${toNumeric(value)} is out of range (0 to ${most ?? maximum(bits)})`);
  }
  return constant(type, order, bits, resize(value, bytesFor(bits)));
}

const ASTERISK = 0x2a;
const BACKSLASH = 0x5c;

/** Text, padded with zeros to its type's width; an asterisk at its end is a wildcard unless a backslash precedes it. */
function stringConstant(value: Value, { type, order, bits }: Expectation): Constant | PrefixTerm {
  const width = bits > 0 ? bits : (value.length + 1) * 8;
  if (value.length === 0) fail(`an empty ${type.description} is not allowed`);
  if ((value.length + 1) * 8 > width) fail(`a ${type.description} has at most ${width / 8 - 1} bytes`);

  const last = value.length - 1;
  if (value[last] !== ASTERISK) return constant(type, order, width, padded(value, width));
  if (last === 0) fail('a wildcard alone matches everything');
  if (value[last - 1] === BACKSLASH) {
    const literal = Uint8Array.of(...value.subarray(0, last - 1), ASTERISK);
    return constant(type, order, width, padded(literal, width));
  }
  const base = constant(type, order, width, padded(value.subarray(0, last), width));
  return { kind: 'prefix', base, length: last * 8, type, order, bits: width };
}

function padded(text: Uint8Array, bits: number): Value {
  const value = new Uint8Array(bytesFor(bits));
  value.set(text);
  return value;
}
