import type { Expression, MangleStatement } from '../ast.js';
import type { Datatype, Order } from '../datatype/datatype.js';
import { flagList, termToAst } from '../delinearize/ast.js';
import { typed } from '../delinearize/constant.js';
import type { Raising } from '../delinearize/raising.js';
import { completeTerm } from '../delinearize/term.js';
import { evaluateArgument } from '../evaluate/argument.js';
import { fail, type RuleContext } from '../evaluate/context.js';
import type { KnownExpression } from '../expr/index.js';
import { Instructions } from '../linearize/registers.js';
import { loadTerm } from '../linearize/term.js';
import { printExpression, typeOf } from '../print/expression.js';
import { DIRECTIONS } from '../selector/ct.js';
import { ctKeyNamed, ctKeyNumbered } from '../selector/ct_keys.js';
import { isSelector, selectorOf } from '../selector/index.js';
import { metaKeyNamed, metaKeyNumbered } from '../selector/meta_keys.js';
import { expression, object } from '../shape.js';
import type { StatementDefinition } from './statement.js';

/** Where a value goes: its kind, and the instruction that stores it from a register. */
interface Target {
  readonly type: Datatype;
  readonly bits: number;
  readonly order: Order;
  store(sreg: number): KnownExpression;
}

/** Sets something: `meta mark set 1`, `ct mark set meta mark`. */
export const mangle: StatementDefinition<MangleStatement> = {
  keywords: [],

  parse: (parser) => parser.unexpected('something to set'),

  print({ mangle: { key, value } }, context) {
    return `${selectorOf(key).print(key, context)} set ${printExpression(value, typeOf(key), context)}`;
  },

  shape: object({ mangle: object({ key: expression, value: expression }) }),

  evaluate({ mangle: { key, value } }, context) {
    context.enter('mangle');
    context.enter('key');
    const { type, order, bits, store } = targetOf(key, context);
    context.leave();
    context.enter('value');
    const instructions = new Instructions();
    const sreg = instructions.allocate();
    const term = evaluateArgument(value, type, context, order, bits);
    if (term.kind === 'range' || term.kind === 'prefix') fail('a single value is wanted');
    loadTerm(term, sreg, instructions);
    instructions.add(store(sreg));
    context.steps.push(instructions.list);
    context.leave();
    context.leave();
  },

  raise: {
    meta({ key: number, sreg }, raising) {
      const key = metaKeyNumbered(number);
      const value = sreg === undefined || key === undefined ? undefined : raiseValue(sreg, key, raising);
      if (key === undefined || value === undefined) return false;
      raising.statement({ mangle: { key: { meta: { key: key.name } }, value } });
      return true;
    },

    ct({ key: number, sreg, dir }, raising) {
      const key = ctKeyNumbered(number);
      if (key?.type === undefined || sreg === undefined) return false;
      const value = raiseValue(sreg, { type: key.type, order: key.order }, raising);
      if (value === undefined) return false;
      const direction = dir === undefined ? undefined : DIRECTIONS[dir];
      const ct = { key: key.name, ...(direction === undefined ? {} : { dir: direction }) };
      raising.statement({ mangle: { key: { ct }, value } });
      return true;
    },
  },
};

function targetOf(key: MangleStatement['mangle']['key'], context: RuleContext): Target {
  if (!isSelector(key)) return fail('this cannot be set');
  selectorOf(key).shape(key, context);
  if ('meta' in key) return metaTarget(key.meta.key);
  return 'ct' in key ? ctTarget(key.ct.key, key.ct.dir) : fail('this cannot be set');
}

function metaTarget(name: string): Target {
  const key = metaKeyNamed(name) ?? fail(`unknown meta key "${name}"`);
  const { type, bits, order, number } = key;
  return { type, bits, order, store: (sreg) => ({ name: 'meta', key: number, sreg }) };
}

function ctTarget(name: string, dir: (typeof DIRECTIONS)[number] | undefined): Target {
  const key = ctKeyNamed(name) ?? fail(`unknown ct key "${name}"`);
  const { type, bits, order, number } = key;
  if (type === undefined) return fail(`ct ${name} cannot be set`);
  const direction = dir === undefined ? {} : { dir: DIRECTIONS.indexOf(dir) };
  return { type, bits, order, store: (sreg) => ({ name: 'ct', key: number, sreg, ...direction }) };
}

function raiseValue(
  register: number,
  { type, order }: { readonly type: Datatype; readonly order: Order },
  raising: Raising,
): Expression | undefined {
  const term = raising.register(register);
  if (term === undefined) return undefined;
  const value = term.kind === 'constant' ? typed(term, type, order) : completeTerm(term, raising);
  const flags = value.kind === 'constant' && type.bitmask;
  return flags ? flagList(value, raising.names) : termToAst(value, raising.names);
}
