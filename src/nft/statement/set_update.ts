import {
  NFT_DYNSET_F_EXPR,
  NFT_DYNSET_OP_ADD,
  NFT_DYNSET_OP_DELETE,
  NFT_DYNSET_OP_UPDATE,
} from '../../uapi/nf_tables.js';
import type { Expression, SetOperator, SetUpdateStatement, Statement } from '../ast.js';
import { fieldsOf } from '../datatype/concat.js';
import { DEFAULT_STYLE, type TypedField } from '../datatype/datatype.js';
import { printDuration } from '../datatype/time.js';
import { termToAst } from '../delinearize/ast.js';
import { cutOut } from '../delinearize/bitfield.js';
import { asKind } from '../delinearize/constant.js';
import { keyIn, sideBySide } from '../delinearize/instructions.js';
import type { Raising } from '../delinearize/raising.js';
import { kindOfSet } from '../delinearize/set_kind.js';
import { fail, type RuleContext } from '../evaluate/context.js';
import { evaluateExpression } from '../evaluate/expression.js';
import { compileStatements } from '../evaluate/rule.js';
import { Instructions, SLOT_BITS } from '../linearize/registers.js';
import { loadTerm } from '../linearize/term.js';
import { parseDuration } from '../parse/duration.js';
import { parseArgument } from '../parse/expression.js';
import type { Parser } from '../parse/parser.js';
import { printExpression } from '../print/expression.js';
import { statementWithoutState } from '../print/stateless.js';
import { isValue, type ValueData } from '../set/definition.js';
import { expression, object, text, word } from '../shape.js';
import type { Term } from '../term.js';
import { raiseArgument } from './argument.js';
import { definitionOf, statementAt } from './index.js';
import type { StatementDefinition } from './statement.js';

const OPERATORS: Readonly<Record<SetOperator, number>> = {
  add: NFT_DYNSET_OP_ADD,
  update: NFT_DYNSET_OP_UPDATE,
  delete: NFT_DYNSET_OP_DELETE,
};

/** What both forms have. */
interface Update {
  readonly op: SetOperator;
  readonly name: string;
  readonly val: Expression;
  readonly timeout?: number | undefined;
  readonly data?: Expression | undefined;
  readonly stmt?: readonly Statement[] | undefined;
}

function updateOf(statement: SetUpdateStatement): Update {
  const node =
    'map' in statement
      ? { ...statement.map, name: statement.map.map }
      : { ...statement.set, name: statement.set.set, data: undefined };
  const { op, name, elem, data, stmt } = node;
  const detailed = typeof elem === 'object' && elem !== null && 'elem' in elem;
  const { val, timeout } = detailed ? elem.elem : { val: elem, timeout: undefined };
  return { op, name: name.replace(/^@/, ''), val, timeout, data, stmt };
}

function statementOf({ op, name, val, timeout, data, stmt = [] }: Update): SetUpdateStatement {
  const elem = timeout === undefined ? val : { elem: { val, timeout } };
  const more = stmt.length === 0 ? {} : { stmt };
  if (data === undefined) return { set: { op, elem, set: `@${name}`, ...more } };
  return { map: { op, elem, data, map: `@${name}`, ...more } };
}

const common = { op: word(...Object.keys(OPERATORS)), elem: expression };
const shapes = {
  set: object({ set: object({ ...common, set: text }, { stmt: () => {} }) }),
  map: object({ map: object({ ...common, data: expression, map: text }, { stmt: () => {} }) }),
};

/** Packets fill a set: `update @seen { ip saddr timeout 1m counter }`, `add @marks { ip saddr : meta mark }`. */
export const setUpdate: StatementDefinition<SetUpdateStatement> = {
  keywords: ['add @', 'update @', 'delete @', 'set'],

  parse(parser) {
    if (parser.word('set')) return parseOld(parser);
    const op = parser.oneOf(['add', 'update', 'delete'], 'what to do with the element');
    parser.expectSymbol('@');
    const name = parser.identifier('the name of a set');
    return parser.nested(() => {
      parser.expectSymbol('{');
      const val = parseArgument(parser);
      const timeout = parser.word('timeout') ? parseDuration(parser) : undefined;
      const stmt = parseStatements(parser);
      const data = parser.symbol(':') ? parseArgument(parser) : undefined;
      parser.expectSymbol('}');
      return statementOf({ op, name, val, timeout, stmt, data });
    });
  },

  print(statement, context) {
    const { op, name, val, timeout, data, stmt = [] } = updateOf(statement);
    const parts = [
      printExpression(val, undefined, context),
      ...(timeout === undefined ? [] : [`timeout ${printDuration(timeout, context.style)}`]),
      ...stmt.map((each) => definitionOf(each)?.print(each, context) ?? ''),
      ...(data === undefined ? [] : [`: ${printExpression(data, undefined, context)}`]),
    ];
    return `${op} @${name} { ${parts.join(' ')} }`;
  },

  shape(statement, cursor) {
    const key = typeof statement === 'object' && statement !== null && 'map' in statement ? 'map' : 'set';
    shapes[key](statement, cursor);
  },

  evaluate(statement, context) {
    context.steps.push(evaluateUpdate(updateOf(statement), context));
  },

  raise: {
    dynset({ sregKey, sregData, op: number, timeout, set: name, expressions = [] }, raising) {
      const set = raising.sets.get(name);
      const found = set && keyIn(sregKey, set, raising);
      const key = found && cutOut(found, raising);
      const op = (Object.keys(OPERATORS) as SetOperator[]).find((each) => OPERATORS[each] === number);
      if (key === undefined || op === undefined) return false;
      const kind = set && kindOfSet(set).data;
      if (sregData !== undefined && !isValue(kind)) return false;
      const data = sregData === undefined || !isValue(kind) ? undefined : raiseData(sregData, kind, raising);
      if (sregData !== undefined && data === undefined) return false;
      const val = termToAst(key, raising.names);
      const span = timeout === undefined || BigInt(timeout) === 0n ? undefined : Number(timeout) / 1000;
      // What has been counted stands with the elements.
      const stmt = raising.nested(expressions).map(statementWithoutState);
      raising.statement(statementOf({ op, name, val, timeout: span, data, stmt }));
      return true;
    },
  },
};

/** As it was written once: `set update ip saddr timeout 1m @seen`. */
function parseOld(parser: Parser): SetUpdateStatement {
  const op = parser.oneOf(['add', 'update', 'delete'], 'what to do with the element');
  const val = parseArgument(parser);
  const timeout = parser.word('timeout') ? parseDuration(parser) : undefined;
  parser.expectSymbol('@');
  return statementOf({ op, name: parser.identifier('the name of a set'), val, timeout });
}

/** Nothing else in the rule says what a number is, so it is listed as its datatype has it. */
function raiseData(register: number, kind: ValueData, raising: Raising): Expression | undefined {
  if (kind.type.fields !== undefined) {
    const term = sideBySide(register, kind.bits / 8, raising);
    return term && termToAst(asKinds(term, fieldsOf(kind)), raising.names);
  }
  const data = raiseArgument(register, kind, raising);
  if (typeof data !== 'number' && typeof data !== 'bigint') return data;
  const text = kind.type.toText(data, raising.names, DEFAULT_STYLE);
  return text === String(data) ? data : text;
}

/** Constants side by side are of the map's kinds; whatever else there is says itself what it is. */
function asKinds(term: Term, fields: readonly TypedField[]): Term {
  if (term.kind !== 'concat') return term;
  const parts = term.parts.map((part, i) => {
    const field = fields[i];
    return part.kind === 'constant' && field !== undefined ? asKind(part, field) : part;
  });
  return { ...term, parts };
}

function parseStatements(parser: Parser): Statement[] {
  const statements: Statement[] = [];
  for (let next = statementAt(parser); next !== undefined; next = statementAt(parser)) {
    statements.push(next.parse(parser) as Statement);
  }
  return statements;
}

function evaluateUpdate({ op, name, val, timeout, data, stmt = [] }: Update, context: RuleContext) {
  const set = context.sets?.find(name) ?? fail(context.sets?.missing(name) ?? 'no set can be used here');
  const { type, order, bits } = set.key;
  const instructions = new Instructions();
  context.expect(type, order, bits);
  const key = evaluateExpression(val, context);
  if (key.type.id !== type.id)
    fail(`the set "${name}" holds ${type.description}, and this is a ${key.type.description}`);
  // What the key leads to stands in the next whole register, as nft has it, if that leaves room for it.
  const more = data === undefined || !isValue(set.data) ? 0 : Math.ceil(set.data.bits / SLOT_BITS);
  const sregKey = instructions.allocateSlots(Math.ceil(key.bits / SLOT_BITS), more);
  loadTerm(key, sregKey, instructions);
  let sregData: number | undefined;
  if (data !== undefined) {
    const kind = isValue(set.data) ? set.data : fail(`"${name}" does not lead to values`);
    context.expect(kind.type, kind.order, kind.bits);
    const term = evaluateExpression(data, context);
    sregData = instructions.allocateFor(term);
    loadTerm(term, sregData, instructions);
  }
  const expressions = compileStatements(context.family, stmt, context.names, (_, error) => {
    throw error;
  });
  instructions.add({
    name: 'dynset',
    sregKey,
    op: OPERATORS[op],
    set: name,
    ...(sregData === undefined ? {} : { sregData }),
    ...(timeout === undefined || timeout === 0 ? {} : { timeout: timeout * 1000 }),
    ...(expressions.length > 1 ? { flags: NFT_DYNSET_F_EXPR } : {}),
    ...(expressions.length === 0 ? {} : { expressions }),
  });
  return instructions.list;
}
