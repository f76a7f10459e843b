import { didYouMean } from '../../check/suggest.js';
import {
  NFT_SET_CONSTANT,
  NFT_SET_EVAL,
  NFT_SET_EXPR,
  NFT_SET_INTERVAL,
  NFT_SET_POL_MEMORY,
  NFT_SET_TIMEOUT,
} from '../../uapi/nf_tables.js';
import type { Expression, NamedMap, NamedSet, ObjectReferenceTo, SetFlag } from '../ast.js';
import { concatenation } from '../datatype/concat.js';
import type { TypedField } from '../datatype/datatype.js';
import { DATATYPE_NAMES, datatypeNamed } from '../datatype/index.js';
import { fail, RuleContext } from '../evaluate/context.js';
import { evaluateExpression } from '../evaluate/expression.js';
import { compileStatements } from '../evaluate/rule.js';
import { isObjectKind, objectDefinition } from '../object/index.js';
import type { SetMessage } from '../operation.js';
import { isValue, ordered, type SetData, type SetKind } from '../set/definition.js';
import { anything, boolean, integer, list, object, oneOrMore, seconds, text, word } from '../shape.js';
import { checkCount } from '../statement/count.js';
import { listOf } from '../statement/flags.js';
import type { Steps } from '../steps.js';
import type { ConcatTerm, Term } from '../term.js';
import { encodeTypeof, selectionIn } from '../typeof/typeof.js';
import { addElements } from './elements.js';
import { reportTo, type Scope } from './scope.js';
import { kindMessage, setData } from './sets.js';

const FLAGS: Readonly<Record<SetFlag, number>> = {
  constant: NFT_SET_CONSTANT,
  dynamic: NFT_SET_EVAL,
  interval: NFT_SET_INTERVAL,
  timeout: NFT_SET_TIMEOUT,
};

const shape = object(
  { family: anything, table: text, name: text },
  {
    type: anything,
    handle: integer,
    comment: text,
    map: anything,
    interval: boolean,
    policy: word('performance', 'memory'),
    size: integer,
    flags: oneOrMore(word(...Object.keys(FLAGS))),
    timeout: seconds,
    'gc-interval': seconds,
    'auto-merge': boolean,
    elem: anything,
    stmt: list(anything),
  },
);

/** Declares a set or a map, and adds the elements that it begins with. */
export function* compileSet(set: NamedSet & Partial<NamedMap>, exclusive: boolean, scope: Scope): Steps {
  const family = scope.family(set);
  shape(set, scope);
  const table = scope.name(set, 'table');
  const name = scope.name(set, 'name');
  const expressions = compileStatements(set.family, set.stmt ?? [], scope.names, reportTo(scope));
  // nft does it for sets, and not for maps.
  const filled = set.map === undefined && scope.sets.isFilled(name);
  const dynamic = filled || listOf(set.flags).includes('dynamic');
  const kind: SetKind = { ...kindOf(set, scope), expressions, dynamic };
  scope.sets.declare(family, table, name, kind);
  const { flags = 0, ...fields } = kindMessage(kind);
  const { size, 'gc-interval': gcInterval, policy, comment } = set;
  const timeout = set.timeout === 0 ? undefined : set.timeout;
  const message: SetMessage = {
    family,
    table,
    name,
    id: scope.sets.nextId(),
    ...fields,
    flags: flags | flagBits(set) | (dynamic ? NFT_SET_EVAL : 0) | (expressions.length > 1 ? NFT_SET_EXPR : 0),
    userdata: setData(kind, { merge: kind.merge === true, comment }),
    ...(size === undefined ? {} : { size: checkCount('size', size, 0xffff_ffff, scope) }),
    ...(timeout === undefined ? {} : { timeout: timeout * 1000 }),
    ...(gcInterval === undefined ? {} : { gcInterval: gcInterval * 1000 }),
    ...(policy === 'memory' ? { policy: NFT_SET_POL_MEMORY } : {}),
    ...(expressions.length === 0 ? {} : { expressions }),
  };
  scope.add({ op: 'newset', exclusive, set: message });
  const { elem } = set;
  if (elem !== undefined && !(Array.isArray(elem) && elem.length === 0))
    yield* addElements({ ...set, elem }, kind, true, false, scope);
}

function flagBits({ flags, timeout = 0 }: NamedSet): number {
  const bits = listOf(flags).reduce((sum, flag) => sum | FLAGS[flag], 0);
  return timeout === 0 ? bits : bits | NFT_SET_TIMEOUT;
}

/** What the declaration says of keys and data. */
export function kindOf(set: NamedSet & Partial<NamedMap>, scope: Scope): SetKind {
  const interval = listOf(set.flags).includes('interval');
  const own = fieldOf(set, set.type, 'type', scope);
  const key = ordered(own, interval);
  const merge = set['auto-merge'] === true;
  if (merge && !interval) scope.failAt('auto-merge', 'only sets with the flag "interval" can merge elements');
  const origin = { key: originOf(own) };
  if (set.map === undefined) return { key, interval, merge, origin };
  const data = dataOf(set, set.map, scope);
  if (origin.key === undefined) return { key, data, interval, merge };
  const ofData = data === 'verdict' ? data : isValue(data) ? originOf(data) : undefined;
  return { key, data, interval, merge, origin: { ...origin, data: ofData } };
}

/** Whether a listing can say what the concatenation was made of, or at least how wide each part is. */
function isKept(concat: ConcatTerm): boolean {
  return encodeTypeof(concat) !== undefined || concat.parts.every(({ type }) => type.bits > 0);
}

/** A datatype, with the expression that it was taken from. */
interface Selected extends TypedField {
  readonly selection?: Term;
}

function originOf({ selection }: Selected): Term | undefined {
  return selection;
}

function dataOf(set: Partial<NamedMap> & NamedSet, map: NamedMap['map'], scope: Scope): SetData {
  if (map === 'verdict') return 'verdict';
  if (typeof map === 'string' && isObjectKind(map)) return { object: objectDefinition(map).type };
  return { ...fieldOf(set, map, 'map', scope), interval: set.interval === true };
}

function fieldOf(set: NamedSet, type: NamedSet['type'], key: 'type' | 'map', scope: Scope): Selected {
  if (type === undefined) return scope.failAt(key, 'the datatype is missing');
  if (typeof type === 'object' && 'typeof' in type) return typeOf(set, type.typeof, key, scope);
  // nft's JSON has several data in one text.
  const names = typeof type === 'string' ? type.split(' . ') : type;
  const fields = names.map((name): TypedField => {
    const datatype =
      datatypeNamed(name) ?? scope.failAt(key, `"${name}" is no datatype${didYouMean(name, DATATYPE_NAMES)}`);
    if (datatype.bits === 0)
      scope.failAt(key, `${name} has no width of its own: say typeof and an expression`);
    return { type: datatype, bits: datatype.bits, order: datatype.order };
  });
  const [only] = fields;
  if (fields.length === 1 && only !== undefined) return only;
  const concat = concatenation(fields);
  return { type: concat, bits: concat.bits, order: 'big' };
}

function typeOf({ family }: NamedSet, expression: Expression, key: string, scope: Scope): Selected {
  const context = new RuleContext(family, scope.names);
  context.unbound = true;
  scope.path.push(key, 'typeof');
  try {
    const selection = selectionIn(evaluateExpression(expression, context));
    if (selection === undefined)
      return fail('something that depends on the packet is wanted behind "typeof"');
    if (selection.kind === 'concat' && !isKept(selection))
      return fail('a concatenation holds what keeps its width, and a hash of something else does not');
    const { type, bits, order } = selection;
    return { type, bits, order, selection };
  } catch (error) {
    scope.path.push(...context.path);
    throw error;
  } finally {
    if (scope.path.at(-1) === 'typeof') scope.path.length -= 2;
  }
}

export function deleteSet(set: ObjectReferenceTo, destroy: boolean, scope: Scope): void {
  const family = scope.family(set);
  const table = scope.name(set, 'table');
  const handle = scope.handle(set, 'handle');
  const message =
    set.name === undefined && handle !== undefined
      ? { family, table, handle }
      : { family, table, name: scope.name(set, 'name') };
  if (set.name !== undefined) scope.sets.merging.empty(family, table, set.name);
  scope.add({ op: 'delset', set: message, destroy });
}
