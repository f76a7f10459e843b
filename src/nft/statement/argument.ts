import type { Expression } from '../ast.js';
import type { Datatype, Order } from '../datatype/datatype.js';
import { flagList, termToAst } from '../delinearize/ast.js';
import { typed } from '../delinearize/constant.js';
import type { Raising } from '../delinearize/raising.js';
import { completeTerm } from '../delinearize/term.js';
import { evaluateArgument } from '../evaluate/argument.js';
import { fail, type RuleContext } from '../evaluate/context.js';
import type { Instructions } from '../linearize/registers.js';
import { loadTerm } from '../linearize/term.js';

/** What an argument must be. */
export interface ArgumentKind {
  readonly type: Datatype;
  readonly order?: Order | undefined;
  readonly bits?: number | undefined;
}

/** Loads a property of the node at hand into a register of its own; undefined where the property is missing. */
export function loadArgument<K extends string>(
  node: { readonly [P in K]?: Expression },
  key: K,
  { type, order = type.order, bits = type.bits }: ArgumentKind,
  context: RuleContext,
  instructions: Instructions,
): number | undefined {
  const expression = node[key];
  if (expression === undefined) return undefined;
  context.enter(key);
  const register = instructions.allocate();
  const term = evaluateArgument(expression, type, context, order, bits);
  if (term.kind === 'range' || term.kind === 'prefix') fail('a single value is wanted');
  loadTerm(term, register, instructions);
  context.leave();
  return register;
}

/** What an instruction reads from a register; undefined where that cannot be put into words. */
export function raiseArgument(
  register: number,
  { type, order = type.order }: ArgumentKind,
  raising: Raising,
): Expression | undefined {
  const term = raising.register(register);
  if (term === undefined) return undefined;
  const value =
    term.kind === 'constant'
      ? raising.variable(term, { type, order })
      : term.kind === 'map'
        ? typed(completeTerm(term, raising), type, order)
        : completeTerm(term, raising);
  const flags = value.kind === 'constant' && type.bitmask;
  return flags ? flagList(value, raising.names) : termToAst(value, raising.names);
}
