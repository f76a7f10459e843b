import type { Expression, MapEntry, NewElements, ObjectReferenceTo, SetElements } from '../ast.js';
import { fail, RuleContext, SemanticError } from '../evaluate/context.js';
import { type EvaluatedElement, evaluateElement } from '../evaluate/element.js';
import { type Layout, layOut } from '../evaluate/layout.js';
import { elementsIn, packElement, packMessage } from '../evaluate/row.js';
import type { ElementMessage, ElementsMessage } from '../operation.js';
import { ColumnError, isColumns, rowsOf } from '../set/columns.js';
import type { SetKind } from '../set/definition.js';
import { type RowLayout, Rows, rowLayout } from '../set/rows.js';
import { atOnce, type Steps } from '../steps.js';
import { changeMerged, isMerging, type MergedChange } from './merged_elements.js';
import { reportTo, type Scope } from './scope.js';
import { portions } from './sets.js';

/** Adds elements to a set that is there, or that the input has declared. */
export function compileElements(elements: NewElements, exclusive: boolean, scope: Scope): Steps {
  return addElements(elements, kindIn(elements, scope), !exclusive, exclusive, scope);
}

/** The same for a set that is known; `whole`: it is new. */
export function addElements(
  elements: NewElements,
  kind: SetKind,
  whole: boolean,
  exclusive: boolean,
  scope: Scope,
): Steps {
  const set = nameOf(elements, scope);
  if (isMerging(kind))
    return merged(elements, { place: set, kind, verb: exclusive ? 'create' : 'add' }, scope);
  return eachPart(elements, kind, whole, scope, (part) =>
    scope.add({ op: 'newelements', exclusive, elements: { ...set, ...part } }),
  );
}

/** Takes elements out of a set. */
export function deleteElements(elements: NewElements, destroy: boolean, scope: Scope): Steps {
  const known = kindIn(elements, scope);
  const set = nameOf(elements, scope);
  if (isMerging(known))
    return merged(elements, { place: set, kind: known, verb: destroy ? 'destroy' : 'delete' }, scope);
  return eachPart(elements, keyOnly(known), false, scope, (part) =>
    scope.add({ op: 'delelements', destroy, elements: { ...set, ...part } }),
  );
}

/** The keys of elements, as the kernel has them. */
export function* keysOf(
  elements: SetElements,
  kind: SetKind,
  scope: Scope,
): Generator<void, ElementMessage[]> {
  const keys: ElementMessage[] = [];
  yield* eachPart(elements, keyOnly(kind), false, scope, ({ elements: each, packed }) => {
    for (const element of each) keys.push(element);
    if (packed !== undefined) keys.push(...packed.keys());
  });
  return keys;
}

/** Of what is deleted or looked up the key is enough. */
function keyOnly({ data, ...kind }: SetKind): ElementKind {
  return { ...kind, mapped: data !== undefined };
}

/** `mapped`: data may stand behind keys although they are of no use. */
type ElementKind = SetKind & { readonly mapped?: boolean };

/** Takes all elements away. */
export function flushSet(set: ObjectReferenceTo, scope: Scope): void {
  const { family, table, set: name } = nameOf(set, scope);
  scope.sets.merging.empty(family, table, name);
  scope.add({ op: 'delelements', destroy: false, elements: { ...nameOf(set, scope), elements: [] } });
}

function nameOf(set: ObjectReferenceTo, scope: Scope): Pick<ElementsMessage, 'family' | 'table' | 'set'> {
  return { family: scope.family(set), table: scope.name(set, 'table'), set: scope.name(set, 'name') };
}

/** What is known of the set that elements are of. */
export function kindIn(elements: Omit<SetElements, 'elem'>, scope: Scope): SetKind {
  const { family, table, set } = nameOf(elements, scope);
  return scope.sets.find(family, table, set) ?? scope.failAt('name', scope.sets.missing(family, table, set));
}

/** What one message says of elements. */
type Part = Pick<ElementsMessage, 'elements' | 'packed' | 'indexes'>;

/** An element as it is written, or, of text, many that have been read into rows at once. */
type Item = Expression | MapEntry | Rows;

function* eachPart(
  { elem, family }: NewElements,
  kind: ElementKind,
  whole: boolean,
  scope: Scope,
  send: (part: Part) => void,
): Steps {
  const context = new RuleContext(family, scope.names);
  context.enter('elem');
  try {
    const layout = rowLayout(kind);
    if (isColumns(elem)) {
      if (layout === undefined)
        fail('columns are for sets of single values that lead to nothing, or to values; this is none');
      yield* compileColumns(rowsOf(elem, layout), send);
      return;
    }
    const items = itemsOf(elem);
    const options = { anonymous: false, whole, merge: kind.merge === true };
    if (layout !== undefined && scope.packs) yield* compileRows(items, kind, layout, options, context, send);
    else yield* compileAll(items, kind, options, context, send);
  } catch (error) {
    const inColumn = error instanceof ColumnError;
    if (inColumn) context.path.push(...error.path);
    reportTo(scope)(context.path, inColumn ? new SemanticError(error.message) : error);
  }
}

function itemsOf(elem: unknown): Iterable<Item> {
  if (typeof elem === 'string' || typeof elem === 'number' || typeof elem === 'bigint') return [elem];
  const iterator = typeof elem === 'object' && elem !== null ? Reflect.get(elem, Symbol.iterator) : undefined;
  if (typeof iterator !== 'function') return fail('elements are missing');
  if (iterator.call(elem) === elem)
    fail(
      'elements are gone through again after an error: a list or a Set is wanted, and this is an iterator',
    );
  return elem as Iterable<Item>;
}

function* compileColumns(portions: Iterable<Rows>, send: (part: Part) => void): Steps {
  for (const packed of portions) {
    send({ elements: [], packed, indexes: packed.indexes });
    yield;
  }
}

/** Elements of a set that holds single values: most are rows, and the others are sent by themselves. */
function* compileRows(
  items: Iterable<Item>,
  kind: ElementKind,
  layout: RowLayout,
  options: Layout,
  context: RuleContext,
  send: (part: Part) => void,
): Steps {
  let rows = new Rows(layout);
  const others = { messages: [] as ElementMessage[], indexes: [] as number[] };
  const sendRows = () => {
    if (rows.count > 0) send({ elements: [], packed: rows, indexes: rows.indexes });
    rows = new Rows(layout);
  };
  const at = (index: number) => ({ enter: () => context.enter(index) });
  let index = 0;
  for (const item of items) {
    if (item instanceof Rows) {
      for (let taken = 0; taken < item.count; ) {
        const more = rows.append(item, taken, index);
        taken += more;
        index += more;
        if (rows.full) sendRows();
      }
    } else {
      if (!packElement(item, rows, index)) {
        const evaluated = evaluateItem(item, index, kind, context);
        const [message] = atOnce(layOut([evaluated], kind, options, at(index)));
        if (message !== undefined && !packMessage(message, rows, index)) {
          others.messages.push(message);
          others.indexes.push(index);
        }
      }
      index++;
      if (!rows.full) continue;
      sendRows();
    }
    yield;
  }
  if (index === 0) fail('elements are missing');
  sendRows();
  yield* sendAll(others.messages, others.indexes, send);
}

function* merged(elements: NewElements, change: MergedChange, scope: Scope): Steps {
  const context = new RuleContext(elements.family, scope.names);
  context.enter('elem');
  try {
    const evaluated = yield* evaluateAll(itemsOf(elements.elem), change.kind, context);
    yield* changeMerged(evaluated, change, context, scope);
  } catch (error) {
    reportTo(scope)(context.path, error);
  }
}

/** Elements that have to be known all together: ranges meet, and are kept in order. */
function* compileAll(
  items: Iterable<Item>,
  kind: ElementKind,
  options: Layout,
  context: RuleContext,
  send: (part: Part) => void,
): Steps {
  const evaluated = yield* evaluateAll(items, kind, context);
  yield* sendAll(yield* layOut(evaluated, kind, options, context), undefined, send);
}

function* evaluateAll(
  items: Iterable<Item>,
  kind: ElementKind,
  context: RuleContext,
): Steps<EvaluatedElement[]> {
  const evaluated: EvaluatedElement[] = [];
  for (const item of items) {
    // What a set's flags say behind its elements makes another set of it than it seemed to be.
    if (item instanceof Rows) evaluated.push(...elementsIn(item));
    else evaluated.push(evaluateItem(item, evaluated.length, kind, context));
    yield;
  }
  if (evaluated.length === 0) fail('elements are missing');
  return evaluated;
}

function evaluateItem(
  item: Expression | MapEntry,
  index: number,
  kind: ElementKind,
  context: RuleContext,
): EvaluatedElement {
  const isEntry = Array.isArray(item) && item.length === 2;
  const [key, data] = isEntry ? (item as unknown as MapEntry) : [item as Expression];
  context.enter(index);
  if (isEntry && kind.data === undefined && kind.mapped !== true)
    fail('the elements of a set lead to nothing: this is no map');
  const element = evaluateElement(key, data, kind.key, kind.data, context);
  context.leave();
  return element;
}

function* sendAll(
  messages: readonly ElementMessage[],
  indexes: readonly number[] | undefined,
  send: (part: Part) => void,
): Steps {
  let first = 0;
  for (const elements of portions(messages)) {
    send({ elements, indexes: indexes?.slice(first, first + elements.length) });
    first += elements.length;
    yield;
  }
}
