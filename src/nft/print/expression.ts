import type { BinaryOperator, Expression, ListExpression } from '../ast.js';
import { concatenation } from '../datatype/concat.js';
import type { Datatype, TextStyle } from '../datatype/datatype.js';
import { hexInteger, integer } from '../datatype/integer.js';
import { boolean } from '../datatype/packet.js';
import { asksPresence } from '../presence.js';
import { isSelector, selectorOf } from '../selector/index.js';
import type { PrintContext } from './context.js';
import { printSet } from './set.js';

/** How tightly operators bind: the smaller, the tighter. */
const PRECEDENCE: Readonly<Record<BinaryOperator, number>> = { '<<': 1, '>>': 1, '&': 2, '^': 3, '|': 4 };

const OPERATORS = Object.keys(PRECEDENCE) as BinaryOperator[];

/** The ends of a range are numbers: from `tcp` to `udp` says nothing. */
const RANGE_STYLE: TextStyle = {
  numericSymbols: true,
  numericProtocols: true,
  serviceNames: false,
  userNames: false,
  numericTimes: true,
};

/** The operation that an expression is, if it is one. */
export function binaryOf(
  expression: Expression,
): readonly [BinaryOperator, readonly [Expression, Expression]] | undefined {
  if (typeof expression !== 'object') return undefined;
  for (const operator of OPERATORS) {
    const operands = (expression as Partial<Record<BinaryOperator, readonly [Expression, Expression]>>)[
      operator
    ];
    if (operands !== undefined) return [operator, operands];
  }
  return undefined;
}

/** What constants in an expression are, as far as the AST says. */
export function typeOf(expression: Expression): Datatype | undefined {
  if (isSelector(expression)) return selectorOf(expression).typeOf(expression);
  const binary = binaryOf(expression);
  if (binary !== undefined) return typeOf(binary[1][0]);
  if (typeof expression !== 'object' || isList(expression)) return undefined;
  return 'concat' in expression ? concatType(expression.concat.map(typeOf)) : undefined;
}

/** What the keys of a map are: raw payload is listed in decimal there. */
export function mapKeyType(key: Expression): Datatype | undefined {
  const type = typeOf(key);
  return type === hexInteger ? integer : type;
}

/** The datatype of a concatenation, as far as those of its parts are known. */
function concatType(types: readonly (Datatype | undefined)[]): Datatype {
  return concatenation(types.map((type = hexInteger) => ({ type, bits: type.bits, order: type.order })));
}

/** An expression as text; constants in it are of a type. */
export function printExpression(
  expression: Expression,
  type: Datatype | undefined,
  context: PrintContext,
): string {
  if (typeof expression === 'boolean') return boolean.toText(expression, context.names, context.style);
  if (typeof expression !== 'object') {
    return type === undefined ? String(expression) : type.toText(expression, context.names, context.style);
  }
  if (isList(expression)) return expression.map((item) => printExpression(item, type, context)).join(',');
  if (isSelector(expression)) return selectorOf(expression).print(expression, context);
  if ('prefix' in expression) {
    return `${printExpression(expression.prefix.addr, type, context)}/${expression.prefix.len}`;
  }
  if ('range' in expression) {
    const numeric = { ...context, style: RANGE_STYLE };
    return expression.range.map((end) => printExpression(end, type, numeric)).join('-');
  }
  if ('concat' in expression) {
    const fields = type?.fields;
    return expression.concat.map((part, i) => printExpression(part, fields?.[i]?.type, context)).join(' . ');
  }
  if ('set' in expression) return printSet(expression, type, undefined, context);
  if ('map' in expression) {
    const { key, data } = expression.map;
    return `${printSubject(key, data, context)} map ${printSet(data, mapKeyType(key), type, context)}`;
  }
  const binary = binaryOf(expression);
  if (binary === undefined) return `<${JSON.stringify(expression)}>`;
  const [operator, [left, right]] = binary;
  const kind = typeOf(left) ?? type;
  const shift = operator === '<<' || operator === '>>';
  const operand = printOperand(right, operator, shift ? undefined : kind, context);
  return `${printOperand(left, operator, kind, context)} ${operator} ${operand}`;
}

/** What is compared with something, or looked up in it: which may ask no more than whether it is there. */
export function printSubject(subject: Expression, other: Expression, context: PrintContext): string {
  const existence = asksPresence(other);
  // Hardly ever: every rule comes by here, and nothing is made for it.
  const differs = existence !== (context.existence ?? false);
  return printExpression(subject, undefined, differs ? { ...context, existence } : context);
}

export function isList(expression: Expression): expression is ListExpression {
  return Array.isArray(expression);
}

function printOperand(
  operand: Expression,
  operator: BinaryOperator,
  type: Datatype | undefined,
  context: PrintContext,
): string {
  const printed = printExpression(operand, type, context);
  const inner = binaryOf(operand);
  return inner !== undefined && PRECEDENCE[operator] < PRECEDENCE[inner[0]] ? `(${printed})` : printed;
}
