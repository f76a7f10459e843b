import { NFT_DYNSET_OP_ADD, NFT_DYNSET_OP_UPDATE } from '../../uapi/nf_tables.js';
import type { Expression, MeterStatement, Statement } from '../ast.js';
import { printDuration } from '../datatype/time.js';
import { termToAst } from '../delinearize/ast.js';
import { cutOut } from '../delinearize/bitfield.js';
import { keyIn } from '../delinearize/instructions.js';
import { isAnonymous } from '../delinearize/set_kind.js';
import { fail, type RuleContext } from '../evaluate/context.js';
import { evaluateExpression } from '../evaluate/expression.js';
import { compileStatements } from '../evaluate/rule.js';
import { Instructions } from '../linearize/registers.js';
import { setReference } from '../linearize/set.js';
import { loadTerm } from '../linearize/term.js';
import { parseDuration } from '../parse/duration.js';
import { parseSelection } from '../parse/expression.js';
import { printExpression } from '../print/expression.js';
import { printStatement } from '../print/rule.js';
import { statementWithoutState } from '../print/stateless.js';
import { isElementStatement } from '../set/element.js';
import { anything, expression, integer, object, text } from '../shape.js';
import { isConstant } from '../term.js';
import { statementAt } from './index.js';
import type { StatementDefinition } from './statement.js';

type Meter = MeterStatement['meter'];

interface Key {
  readonly val: Expression;
  /** In seconds. */
  readonly timeout?: number | undefined;
}

function keyOf({ key }: Meter): Key {
  const detailed = typeof key === 'object' && key !== null && 'elem' in key;
  return detailed ? key.elem : { val: key };
}

/** As libnftables' JSON has it. */
const DEFAULT_SIZE = 0xffff;

/** A statement for each key that comes by: `meter m size 1024 { ip saddr limit rate 10/second }`. */
export const meter: StatementDefinition<MeterStatement> = {
  keywords: ['meter', 'flow table'],

  parse(parser) {
    if (parser.word('flow')) parser.expectWord('table');
    else parser.expectWord('meter');
    const name = parser.identifier('the name of a meter');
    const size = parser.word('size') ? parser.number('a size', 0xffff_ffff) : 0;
    return parser.nested(() => {
      parser.expectSymbol('{');
      const { start } = parser;
      const val = parseSelection(parser);
      const key = parser.word('timeout') ? { elem: { val, timeout: parseDuration(parser) } } : val;
      const end = parser.previousEnd;
      const definition = statementAt(parser) ?? parser.unexpected('a statement');
      const at = parser.start;
      const node = { key, stmt: definition.parse(parser) as Statement, size, name };
      parser.markUpTo(node, 'key', start, end);
      parser.mark(node, 'stmt', at);
      parser.expectSymbol('}');
      return { meter: node };
    });
  },

  print({ meter: node }, context) {
    const { val, timeout } = keyOf(node);
    const span = timeout === undefined ? '' : ` timeout ${printDuration(timeout, context.style)}`;
    const key = printExpression(val, undefined, context) + span;
    const statement = printStatement(statementWithoutState(node.stmt), context);
    return `meter ${node.name} size ${node.size ?? DEFAULT_SIZE} { ${key} ${statement} }`;
  },

  shape: object({
    meter: object({ key: expression, stmt: anything, name: text }, { size: integer }),
  }),

  evaluate({ meter: node }, context) {
    context.enter('meter');
    context.steps.push(evaluateMeter(node, context));
    context.leave();
  },

  raise: {
    dynset({ sregKey, sregData, timeout, set: name, expressions }, raising) {
      const set = raising.sets.get(name);
      if (set === undefined || !isAnonymous(set) || sregData !== undefined) return false;
      const key = keyIn(sregKey, set, raising);
      const [stmt, ...others] = raising.nested(expressions ?? []).map(statementWithoutState);
      if (key === undefined || stmt === undefined || others.length > 0) return false;
      const val = termToAst(cutOut(key, raising), raising.names);
      const span = timeout === undefined ? 0 : Number(timeout) / 1000;
      const elem = span === 0 ? val : { elem: { val, timeout: span } };
      raising.statement({ meter: { key: elem, stmt, size: set.size ?? 0, name } });
      return true;
    },
  },
};

function evaluateMeter(node: Meter, context: RuleContext) {
  const { name, size = DEFAULT_SIZE, stmt } = node;
  const { val, timeout } = keyOf(node);
  context.enter('key');
  context.expected = undefined;
  const key = evaluateExpression(val, context);
  if (isConstant(key)) fail('what is metered must depend on the packet');
  context.leave();
  context.enter('stmt');
  if (typeof stmt !== 'object' || stmt === null || !isElementStatement(stmt))
    fail('a meter counts or limits: a counter, a limit, a quota or a number of connections is wanted');
  const expressions = compileStatements(context.family, [stmt], context.names, (_, error) => {
    throw error;
  });
  context.leave();
  const { type, bits, order } = key;
  const sets = context.sets ?? fail('no set can be made here');
  const set = sets.add({
    key: { type, bits, order },
    interval: false,
    origin: { key: key.kind === 'concat' ? key : undefined },
    elements: [],
    meter: { name, size: Number(size), timeout: timeout !== undefined },
  });
  const instructions = new Instructions();
  const sregKey = instructions.allocateFor(key);
  loadTerm(key, sregKey, instructions);
  instructions.add({
    name: 'dynset',
    sregKey,
    op: timeout === undefined ? NFT_DYNSET_OP_ADD : NFT_DYNSET_OP_UPDATE,
    ...setReference(set),
    ...(timeout === undefined ? {} : { timeout: timeout * 1000 }),
    expressions,
  });
  return instructions.list;
}
