import type {
  ElementExpression,
  Expression,
  Item,
  MapEntry,
  NamedSet,
  Rule,
  Ruleset,
  Statement,
} from '../ast.js';
import { statementsOf, withStatements } from '../set/element.js';
import { definitionOf } from '../statement/index.js';

/** A ruleset without what packets change, such as the values of counters: `nft -s`. */
export function withoutState(ruleset: Ruleset): Ruleset {
  return { nftables: ruleset.nftables.map(itemWithoutState) };
}

function itemWithoutState(item: Item): Item {
  if ('set' in item) return { set: setWithoutState(item.set) };
  if ('map' in item) return { map: setWithoutState(item.map) };
  if ('meter' in item) {
    // What packets have put into it is state, too.
    const { elem: _, ...meter } = item.meter;
    return { meter };
  }
  if (!('rule' in item)) return item;
  const rule: Rule = { ...item.rule, expr: item.rule.expr.map(statementWithoutState) };
  return { rule };
}

function setWithoutState<S extends NamedSet>(set: S): S {
  return set.elem === undefined ? set : { ...set, elem: set.elem.map(itemOfSetWithoutState) };
}

/** Of a map, the key has what belongs to an element. */
export function itemOfSetWithoutState(item: Expression | MapEntry): Expression | MapEntry {
  if (Array.isArray(item) && item.length === 2) {
    const [key, data] = item as unknown as MapEntry;
    return [elementWithoutState(key), data];
  }
  return elementWithoutState(item as Expression);
}

function elementWithoutState(item: Expression): Expression {
  if (typeof item !== 'object' || Array.isArray(item) || !('elem' in item)) return item;
  const { expires: _, ...elem } = (item as ElementExpression).elem;
  const bare = withStatements(elem, statementsOf(elem).map(statementWithoutState));
  return Object.keys(bare).length === 1 ? bare.val : { elem: bare };
}

/** The same of a statement. */
export function statementWithoutState(statement: Statement): Statement {
  return definitionOf(statement)?.withoutState?.(statement) ?? statement;
}
