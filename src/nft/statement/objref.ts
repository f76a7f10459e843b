import {
  NFT_OBJECT_COUNTER,
  NFT_OBJECT_CT_EXPECT,
  NFT_OBJECT_CT_HELPER,
  NFT_OBJECT_CT_TIMEOUT,
  NFT_OBJECT_LIMIT,
  NFT_OBJECT_QUOTA,
  NFT_OBJECT_SECMARK,
  NFT_OBJECT_SYNPROXY,
  NFT_OBJECT_TUNNEL,
} from '../../uapi/nf_tables.js';
import type { MapExpression, ObjectReference } from '../ast.js';
import { fail, type RuleContext } from '../evaluate/context.js';
import { isMap, lookUpKey } from '../evaluate/set.js';
import type { KnownExpression } from '../expr/index.js';
import { Instructions } from '../linearize/registers.js';
import { setReference } from '../linearize/set.js';
import { loadTerm } from '../linearize/term.js';
import { parseArgument } from '../parse/expression.js';
import type { Parser } from '../parse/parser.js';
import type { PrintContext } from '../print/context.js';
import { printExpression } from '../print/expression.js';
import { expression, object, type Shape } from '../shape.js';

/** Statements that run a stateful object, by their keys: its kind (NFT_OBJECT_*), and how they begin in text. */
const OBJECTS = {
  counter: { number: NFT_OBJECT_COUNTER, words: 'counter name' },
  quota: { number: NFT_OBJECT_QUOTA, words: 'quota name' },
  limit: { number: NFT_OBJECT_LIMIT, words: 'limit name' },
  synproxy: { number: NFT_OBJECT_SYNPROXY, words: 'synproxy name' },
  'ct helper': { number: NFT_OBJECT_CT_HELPER, words: 'ct helper set' },
  'ct timeout': { number: NFT_OBJECT_CT_TIMEOUT, words: 'ct timeout set' },
  'ct expectation': { number: NFT_OBJECT_CT_EXPECT, words: 'ct expectation set' },
  secmark: { number: NFT_OBJECT_SECMARK, words: 'meta secmark set' },
  tunnel: { number: NFT_OBJECT_TUNNEL, words: 'tunnel name' },
} as const;

export type ObjectKey = keyof typeof OBJECTS;

const KEYS = Object.keys(OBJECTS) as readonly ObjectKey[];

/** The statement that runs objects of a kind (NFT_OBJECT_*). */
export function objectKeyNumbered(type: number | undefined): ObjectKey | undefined {
  return KEYS.find((key) => OBJECTS[key].number === type);
}

/** Whether what stands under a statement's key refers to an object, instead of saying everything itself. */
export function isReference(value: unknown): value is ObjectReference {
  return typeof value === 'string' || (typeof value === 'object' && value !== null && 'map' in value);
}

/** A reference, or what else a statement takes. */
export function referenceOr(shape: Shape): Shape {
  return (value, cursor) => (isReference(value) ? expression : shape)(value, cursor);
}

/** The name of an object or a map to names, behind `name` or `set`. */
export function parseReference(parser: Parser, node: object, key: ObjectKey): ObjectReference {
  const { start } = parser;
  const reference = parseArgument(parser);
  parser.mark(node, key, start);
  return reference;
}

export function printReference(key: ObjectKey, reference: ObjectReference, context: PrintContext): string {
  const printed =
    typeof reference === 'string' ? `"${reference}"` : printExpression(reference, undefined, context);
  return `${OBJECTS[key].words} ${printed}`;
}

export function evaluateReference(key: ObjectKey, reference: ObjectReference, context: RuleContext): void {
  const { number } = OBJECTS[key];
  context.enter(key);
  if (isMap(reference)) {
    context.steps.push(lookUpObject(reference, number, context));
  } else {
    if (typeof reference !== 'string' || reference === '') fail('the name of an object is wanted');
    context.steps.push([{ name: 'objref', type: number, object: reference }]);
  }
  context.leave();
}

const mapShape = object({ map: object({ key: expression, data: expression }) });

/** The object that a map leads to. */
function lookUpObject(node: MapExpression, type: number, context: RuleContext): KnownExpression[] {
  mapShape(node, context);
  context.enter('map');
  const { key, set } = lookUpKey(node.map, { object: type }, context);
  context.leave();
  const instructions = new Instructions();
  const sreg = instructions.allocateFor(key);
  loadTerm(key, sreg, instructions);
  instructions.add({ name: 'objref', sreg, ...setReference(set) });
  return instructions.list;
}
