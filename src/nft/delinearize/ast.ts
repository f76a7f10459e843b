import { NFTA_FIB_F_PRESENT } from '../../uapi/nf_tables.js';
import type { BinaryOperator, Expression, MatchOperator, MatchStatement } from '../ast.js';
import type { TypedField } from '../datatype/datatype.js';
import { integerToAst } from '../datatype/integer.js';
import { textOf } from '../datatype/string.js';
import type { Names } from '../names/names.js';
import type { Hole } from '../pattern/hole.js';
import { selectorToAst } from '../selector/index.js';
import type { SetUse } from '../set/definition.js';
import type { Constant, Term } from '../term.js';
import { constant } from '../term.js';
import { bytesFor, fromNumber, setBits, shiftLeft } from '../value.js';
import type { MatchNode } from './node.js';
import { setToAst } from './set.js';

/** Numbers stay numbers: a range from `tcp` to `udp` says nothing. */
function numericNames(names: Names): Names {
  return { ...names, protocolName: () => undefined };
}

/** A term in the AST. */
export function termToAst(term: Term, names: Names): Expression {
  switch (term.kind) {
    case 'constant':
      return constantToAst(term, names);
    case 'prefix':
      return { prefix: { addr: constantToAst(term.base, names), len: term.length } };
    case 'range': {
      const numeric = numericNames(names);
      // The ends of flags have no names either.
      const end = (value: Constant) =>
        value.type.bitmask ? integerToAst(value.value) : constantToAst(value, numeric);
      return { range: [end(term.from), end(term.to)] };
    }
    case 'byteorder':
      return termToAst(term.argument, names);
    case 'binary':
      return operation(term.operator, termToAst(term.left, names), termToAst(term.right, names));
    case 'concat':
      return { concat: term.parts.map((part) => asPart(part, names)) };
    case 'map':
      return { map: { key: termToAst(term.key, names), data: useToAst(term.set, term.key, names, term) } };
    case 'set':
      return useToAst(term.set, term, names);
    default:
      return selectorToAst(term, names);
  }
}

/** Beside others, nothing that it is compared with says that only a route's presence is read. */
function asPart(part: Term, names: Names): Expression {
  const ast = termToAst(part, names);
  const isPresence = part.kind === 'fib' && (part.flags & NFTA_FIB_F_PRESENT) !== 0;
  return isPresence && typeof ast === 'object' && 'fib' in ast
    ? { fib: { ...ast.fib, result: 'check' } }
    : ast;
}

/** A set as a rule refers to it. */
function useToAst({ name, listed }: SetUse, key: TypedField, names: Names, data?: TypedField): Expression {
  return listed === undefined ? `@${name}` : setToAst(listed, key, names, data);
}

function operation(operator: BinaryOperator, left: Expression, right: Expression): Expression {
  const operands = [left, right] as const;
  switch (operator) {
    case '&':
      return { '&': operands };
    case '|':
      return { '|': operands };
    case '^':
      return { '^': operands };
    case '<<':
      return { '<<': operands };
    case '>>':
      return { '>>': operands };
  }
}

/** A constant; several flags are put together with "|". */
export function constantToAst(term: Constant, names: Names): Expression {
  if (term.hole !== undefined) return asExpression(term.hole);
  if (term.type.base === 'string') return stringToAst(term);
  const flags = term.type.bitmask ? flagsToAst(term, names) : [];
  if (flags.length < 2) return term.type.toAst(term.value, names);
  return flags.reduce((left, right) => ({ '|': [left, right] }));
}

/** Only whoever makes a pattern sees holes, and takes them out. */
function asExpression(hole: Hole): Expression {
  return hole as unknown as Expression;
}

/** Each flag of a constant by itself, lowest first. */
export function flagsToAst(term: Constant, names: Names): Expression[] {
  const { type, order, bits } = term;
  return setBits(term.value).map((bit) => {
    const flag = constant(type, order, bits, shiftLeft(fromNumber(1, bytesFor(bits)), bit));
    return type.toAst(flag.value, names);
  });
}

/** Text that does not end with a zero was compared only so far. */
function stringToAst({ value }: Constant): string {
  const written = textOf(value);
  if (value.at(-1) !== 0) return `${written}*`;
  return written.endsWith('*') ? `${written.slice(0, -1)}\\*` : written;
}

/** A comparison in the AST. */
export function matchToAst({ operator, left, right, mask }: MatchNode, names: Names): MatchStatement {
  const subject = termToAst(left, names);
  if (mask?.kind === 'constant' && right.kind === 'constant') {
    const [among, value] = [flagList(mask, names), flagList(right, names)];
    return { match: { op: operator, left: { '&': [subject, among] }, right: value } };
  }
  return { match: { op: operator, left: subject, right: comparedWith(operator, left, right, names) } };
}

function comparedWith(operator: MatchOperator, left: Term, right: Term, names: Names): Expression {
  if (right.kind !== 'constant') return termToAst(right, names);
  if (operator === 'in' || operator === '!') return flagList(right, names);
  // nft takes the flags of the connection apart, but not those of a header.
  if (left.kind === 'payload' && right.hole === undefined) return right.type.toAst(right.value, names);
  return constantToAst(right, names);
}

/** One flag or none by itself, several as a list. */
export function flagList(term: Constant, names: Names): Expression {
  const flags = flagsToAst(term, names);
  return flags.length > 1 ? flags : term.type.toAst(term.value, names);
}
