import type { Expression, MapEntry, MapExpression, SetExpression } from '../ast.js';
import { concatenation, fieldsOf } from '../datatype/concat.js';
import type { Datatype, TypedField } from '../datatype/datatype.js';
import { asksPresence } from '../presence.js';
import { isInformative } from '../protocols.js';
import { isValue, type SetData, type SetUse } from '../set/definition.js';
import type { KeyRange } from '../set/range.js';
import { expression, object } from '../shape.js';
import { atOnce } from '../steps.js';
import { type BinaryTerm, type Constant, isConstant, type MapTerm, type Term } from '../term.js';
import { bitLength, bytesFor, resize, shiftLeft, toNumber, type Value } from '../value.js';
import { inOrder, partInOrder } from './byteorder.js';
import { fail, type RuleContext } from './context.js';
import { type EvaluatedElement, evaluateElement, isSingle } from './element.js';
import { evaluateExpression } from './expression.js';
import { layOut } from './layout.js';
import { transferFrom } from './operation.js';
import { requireVersion } from './version.js';

/** Whether something stands for a set: one in braces, or `@name`. */
export function isSet(node: unknown): node is SetExpression | string {
  if (typeof node === 'string') return node.startsWith('@');
  return typeof node === 'object' && node !== null && 'set' in node;
}

/** Whether something is what a key leads to in a map. */
export function isMap(node: Expression): node is MapExpression {
  return typeof node === 'object' && node !== null && !Array.isArray(node) && 'map' in node;
}

/** A term and the set that it is looked up in, each as the other needs it. */
export interface LookUp {
  readonly key: Term;
  readonly set: SetUse;
  /** Where the key tells which protocols follow: the values of it that are in the set. */
  readonly telling?: readonly Value[] | undefined;
}

/** The set or map that `key` is looked up in. */
export function evaluateLookUp(
  key: Term,
  node: Expression,
  data: SetData | undefined,
  context: RuleContext,
): LookUp {
  if (!isSet(node)) return fail('a set is wanted: one in braces, or the name of one behind "@"');
  requireVersion(key);
  if (typeof node !== 'string')
    return isShiftedDown(key) ? addShifted(node, key, data, context) : addSet(node, key, data, context);
  const set = findSet(node.slice(1), key, data, context);
  return { key: set.interval ? inNetworkOrder(key) : key, set };
}

function findSet(name: string, key: Term, data: SetData | undefined, context: RuleContext): SetUse {
  const found = context.sets?.find(name) ?? fail(context.sets?.missing(name) ?? 'no set can be used here');
  const wanted = fieldsOf(found.key);
  const given = key.kind === 'concat' ? key.parts : [key];
  // Beside others, raw payload is of any type.
  const isAlike = (type: Datatype, part: Term) =>
    type.id === part.type.id || (isRaw(part) && given.length > 1);
  const same =
    wanted.length === given.length && wanted.every(({ type }, i) => isAlike(type, given[i] as Term));
  if (!same)
    fail(`the set "${name}" holds ${found.key.type.description}, and this is a ${key.type.description}`);
  if (data !== undefined && found.data === undefined) fail(`"${name}" is a set, and a map is wanted`);
  return { ...found, name };
}

function isRaw(term: Term): boolean {
  return term.kind === 'payload' && term.field === undefined;
}

/** A field that is cut out of the packet's bytes and shifted down. */
function isShiftedDown(key: Term): key is BinaryTerm & { readonly right: Constant } {
  return key.kind === 'binary' && key.operator === '>>' && key.right.kind === 'constant';
}

/** Rather than every packet's bits down, the elements are shifted up. */
function addShifted(
  node: SetExpression,
  key: BinaryTerm & { readonly right: Constant },
  data: SetData | undefined,
  context: RuleContext,
): LookUp {
  const count = toNumber(key.right.value);
  const cut = transferFrom(key);
  const field = { ...key, bits: widthOf(key) };
  const move = (value: Value) => shiftLeft(resize(value, bytesFor(cut.bits)), count);
  return addSet(node, field, data, context, move, cut);
}

/** What is cut out of bytes. */
const FIELDS: ReadonlySet<Term['kind']> = new Set(['payload', 'exthdr', 'tcp option', 'ip option']);

/** How wide a header's field is; nothing else says of values shifted down how large they can be. */
function widthOf({ left, right, bits }: BinaryTerm & { readonly right: Constant }): number {
  if (left.kind !== 'binary' || left.operator !== '&' || !FIELDS.has(left.left.kind)) return bits;
  const mask = left.right;
  return mask.kind === 'constant' ? bitLength(mask.value) - toNumber(right.value) : bits;
}

const setShape = object({ set: expression });

function addSet(
  node: SetExpression,
  key: Term,
  data: SetData | undefined,
  context: RuleContext,
  move?: (value: Value) => Value,
  moved: Term = key,
): LookUp {
  setShape(node, context);
  context.enter('set');
  const items = Array.isArray(node.set) ? node.set : [node.set];
  if (items.length === 0) fail('the set is empty');
  const elements = items.map((item: Expression | MapEntry, i: number) => {
    context.enter(i);
    const element = evaluateItem(item, key, data, context);
    context.leave();
    return element;
  });
  const interval = elements.some(({ key: ranges }) => ranges !== 'other' && isInterval(ranges));
  // What touches is one interval, though it no longer touches where it is moved to.
  const placed = move === undefined || interval ? elements : elements.map((each) => moveKey(each, move));
  const kind = {
    key: interval ? networkField(moved) : fieldOf(moved),
    data: isValue(data) ? { ...data, interval: elements.some(leadsToRange) } : data,
    interval,
    origin: {
      // As nft has it: not of what is calculated, nor of a single key that leads somewhere.
      key: moved.kind === 'concat' || (data === undefined && moved.kind !== 'binary') ? moved : undefined,
      data: data === 'verdict' ? data : undefined,
    },
  };
  const layout = { anonymous: true, whole: true, merge: data === undefined, move };
  const messages = atOnce(layOut(placed, kind, layout, context));
  context.leave();
  const set = context.sets ?? fail('no set can be made here');
  const telling = isInformative(key) ? elements.flatMap(singleValue) : undefined;
  const use = set.add({ ...kind, elements: messages });
  return { key: interval ? inNetworkOrder(moved) : moved, set: use, telling };
}

function moveKey(element: EvaluatedElement, move: (value: Value) => Value): EvaluatedElement {
  if (element.key === 'other') return element;
  const key = element.key.map((range) => ({ ...range, first: move(range.first), last: move(range.last) }));
  return { ...element, key };
}

/** Even a range of a single value makes all of them ranges: so nft has it. */
function isInterval(ranges: readonly KeyRange[]): boolean {
  return ranges.some(({ wide }) => wide);
}

/** The value that an element stands for, if it is a single one. */
function singleValue({ key }: EvaluatedElement): Value[] {
  return key === 'other' ? [] : key.filter(isSingle).map(({ first }) => first);
}

function leadsToRange({ data = [] }: EvaluatedElement): boolean {
  return !data.every(isSingle);
}

function evaluateItem(
  item: Expression | MapEntry,
  key: Term,
  data: SetData | undefined,
  context: RuleContext,
): EvaluatedElement {
  if (data === undefined) return evaluateElement(item as Expression, undefined, key, undefined, context);
  if (!Array.isArray(item) || item.length !== 2)
    return fail('a map holds pairs: a key, and what it leads to');
  return evaluateElement(item[0], item[1], key, data, context);
}

function fieldOf({ type, bits, order }: TypedField): TypedField {
  return { type, bits, order };
}

/** Only with the most significant byte first do keys compare as numbers. */
function networkField(field: TypedField): TypedField {
  if (field.type.fields === undefined) return { ...fieldOf(field), order: 'big' };
  const fields = field.type.fields.map(({ type, bits }) => ({ type, bits, order: 'big' as const }));
  return { type: concatenation(fields), bits: field.bits, order: 'big' };
}

function inNetworkOrder(term: Term): Term {
  if (term.kind !== 'concat') return inOrder(term, 'big');
  const parts = term.parts.map((part) => partInOrder(part, 'big'));
  return { ...term, parts, type: concatenation(parts) };
}

const mapShape = object({ map: object({ key: expression, data: expression }) });

/** What a key leads to, where a value is wanted. */
export function evaluateMap(node: MapExpression, context: RuleContext): MapTerm {
  mapShape(node, context);
  const { expected } = context;
  if (expected === undefined) return fail('nothing says what this map leads to');
  context.enter('map');
  const { type, bits, order } = expected;
  const { key, set } = lookUpKey(node.map, { type, bits, order }, context);
  context.leave();
  context.expected = expected;
  const data = isValue(set.data) ? set.data : fail('the map does not lead to a value');
  if (data.interval === true && expected.ranges !== true)
    fail('this map leads to ranges, and a single value is wanted');
  return { kind: 'map', key, set, type: data.type, bits: data.bits, order: data.order };
}

/** A key and the map that it is looked up in. */
export function lookUpKey(node: MapExpression['map'], data: SetData, context: RuleContext): LookUp {
  context.enter('key');
  context.expected = undefined;
  context.existence = asksPresence(node.data);
  const key = evaluateExpression(node.key, context);
  context.existence = false;
  context.expected = undefined;
  if (isConstant(key)) fail('what is looked up must depend on the packet');
  context.leave();
  context.enter('data');
  const found = evaluateLookUp(key, node.data, data, context);
  context.leave();
  return found;
}
