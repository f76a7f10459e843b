import type {
  BinaryOperator,
  ElementExpression,
  Expression,
  MapEntry,
  MapExpression,
  NamedMap,
  NamedSet,
  Statement,
} from '../ast.js';
import type { Datatype, TextStyle } from '../datatype/datatype.js';
import type { Names } from '../names/names.js';
import { isSelector } from '../selector/index.js';
import { definitionOf } from '../statement/index.js';
import { binaryOf, isList, mapKeyType, typeOf } from './expression.js';
import { typeNamed } from './named_set.js';

/** Gives the constants of an expression another style; `type` is what they are where it does not say so itself. */
export type Restyle = (expression: Expression, type?: Datatype) => Expression;

/** How an AST becomes another style's, as nft's JSON has it; undefined where that is the AST's own. */
export function restyler(names: Names, style: TextStyle): Restyle | undefined {
  const { numericSymbols, numericProtocols, serviceNames, userNames } = style;
  if (!(numericSymbols || numericProtocols || serviceNames || userNames)) return undefined;
  return (expression, type) => restyle(expression, type, names, style);
}

/** A statement in another style. */
export function restyleStatement(statement: Statement, change: Restyle): Statement {
  const definition = definitionOf(statement);
  if (definition?.withExpressions !== undefined) return definition.withExpressions(statement, change);
  return restyleMaps(statement, change) as Statement;
}

/** Any other statement has constants in maps only, whose keys say what they are. */
function restyleMaps(node: unknown, change: Restyle): unknown {
  if (typeof node !== 'object' || node === null) return node;
  if (Array.isArray(node)) return node.map((each) => restyleMaps(each, change));
  if (isMap(node)) return change(node);
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, restyleMaps(value, change)]));
}

function isMap(node: object): node is MapExpression {
  return 'map' in node && typeof node.map === 'object' && node.map !== null && 'data' in node.map;
}

/** A named set or map with its elements in another style. */
export function restyleSet<S extends NamedSet & Partial<NamedMap>>(set: S, change: Restyle): S {
  const { elem } = set;
  return elem === undefined
    ? set
    : { ...set, elem: restyleItems(elem, typeNamed(set.type), typeNamed(set.map), change) };
}

function restyle(
  expression: Expression,
  type: Datatype | undefined,
  names: Names,
  style: TextStyle,
): Expression {
  if (typeof expression !== 'object') return type?.inJson?.(expression, names, style) ?? expression;
  const change: Restyle = (part, of) => restyle(part, of, names, style);
  if (isList(expression)) return expression.map((part) => change(part, type));
  if (isSelector(expression)) return expression;
  if ('prefix' in expression) {
    const { addr, len } = expression.prefix;
    return { prefix: { addr: change(addr, type), len } };
  }
  if ('range' in expression) {
    const [from, to] = expression.range;
    const ends: TextStyle = { ...style, serviceNames: false, numericProtocols: true };
    return { range: [restyle(from, type, names, ends), restyle(to, type, names, ends)] };
  }
  if ('concat' in expression)
    return { concat: expression.concat.map((part, i) => change(part, type?.fields?.[i]?.type)) };
  if ('set' in expression) return { set: restyleSetBody(expression.set, type, undefined, change) };
  if (isMap(expression)) {
    const { key, data } = expression.map;
    const entries = typeof data === 'object' && 'set' in data ? data.set : undefined;
    const set = entries && { set: restyleSetBody(entries, mapKeyType(key), type, change) };
    return { map: { key: change(key), data: set ?? data } };
  }
  const binary = binaryOf(expression);
  return binary === undefined ? expression : restyleOperation(...binary, type, change);
}

function restyleOperation(
  operator: BinaryOperator,
  [left, right]: readonly [Expression, Expression],
  type: Datatype | undefined,
  change: Restyle,
): Expression {
  const kind = typeOf(left) ?? type;
  const shift = operator === '<<' || operator === '>>';
  const operands = [change(left, kind), shift ? right : change(right, kind)];
  return { [operator]: operands } as unknown as Expression;
}

type Items = readonly (Expression | MapEntry)[];

function restyleSetBody(
  set: Expression | Items,
  key: Datatype | undefined,
  data: Datatype | undefined,
  change: Restyle,
): Expression | Items {
  return Array.isArray(set) ? restyleItems(set as Items, key, data, change) : change(set as Expression, key);
}

function restyleItems(
  items: Items,
  key: Datatype | undefined,
  data: Datatype | undefined,
  change: Restyle,
): Items {
  return items.map((item) => {
    if (!Array.isArray(item) || item.length !== 2) return restyleKey(item as Expression, key, change);
    const [first, second] = item as unknown as MapEntry;
    return [restyleKey(first, key, change), change(second, data)] as const;
  });
}

function restyleKey(item: Expression, type: Datatype | undefined, change: Restyle): Expression {
  if (typeof item !== 'object' || !('elem' in item)) return change(item, type);
  const { elem } = item as ElementExpression;
  return { elem: { ...elem, val: change(elem.val, type) } };
}
