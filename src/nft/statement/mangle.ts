import type { MangleKey, MangleStatement } from '../ast.js';
import { evaluateArgument } from '../evaluate/argument.js';
import { fail, type RuleContext } from '../evaluate/context.js';
import type { KnownExpression } from '../expr/index.js';
import { Instructions } from '../linearize/registers.js';
import { loadTerm } from '../linearize/term.js';
import { printExpression, typeOf } from '../print/expression.js';
import { DIRECTIONS } from '../selector/ct.js';
import { ctKeyNamed } from '../selector/ct_keys.js';
import { isSelector, loadSelector, selectorOf } from '../selector/index.js';
import { metaKeyNamed } from '../selector/meta_keys.js';
import { evaluatePayload } from '../selector/payload.js';
import type { OptionTerm } from '../selector/term.js';
import { expression, object } from '../shape.js';
import type { SelectorTerm, Term } from '../term.js';
import type { ArgumentKind } from './argument.js';
import { storePayload } from './mangle_payload.js';
import { raiseMangle } from './mangle_raise.js';
import type { StatementDefinition } from './statement.js';

/** Where a value goes: its kind, and what stores it. */
interface Target extends Required<ArgumentKind> {
  store(value: Term, instructions: Instructions): void;
}

/** Sets something: `meta mark set 1`, `ct mark set meta mark`, `ip ttl set 64`. */
export const mangle: StatementDefinition<MangleStatement> = {
  keywords: [],

  parse: (parser) => parser.unexpected('something to set'),

  print({ mangle: { key, value } }, context) {
    return `${selectorOf(key).print(key, context)} set ${printExpression(value, typeOf(key), context)}`;
  },

  withExpressions: ({ mangle: { key, value } }, change) => ({
    mangle: { key, value: change(value, typeOf(key)) },
  }),

  shape: object({ mangle: object({ key: expression, value: expression }) }),

  evaluate({ mangle: { key, value } }, context) {
    context.enter('mangle');
    context.enter('key');
    const target = targetOf(key, context);
    context.leave();
    context.enter('value');
    const term = evaluateArgument(value, target.type, context, target.order, target.bits);
    if (term.kind === 'range' || term.kind === 'prefix') fail('a single value is wanted');
    if (term.kind === 'constant' && 'ct' in key && key.ct.key === 'secmark')
      fail('the mark of a connection is taken from a packet: "ct secmark set meta secmark"');
    const instructions = new Instructions();
    target.store(term, instructions);
    context.steps.push(instructions.list);
    context.leave();
    context.leave();
  },

  raise: raiseMangle,
};

function targetOf(key: MangleKey, context: RuleContext): Target {
  if (!isSelector(key)) return fail('this cannot be set');
  selectorOf(key).shape(key, context);
  if ('meta' in key) return metaTarget(key.meta.key);
  if ('ct' in key) return ctTarget(key.ct.key, key.ct.dir);
  if ('payload' in key) {
    const term = evaluatePayload(key, context);
    if (term.tunnel !== undefined) fail('headers inside of a tunnel can be read only');
    return { ...term, store: (value, instructions) => storePayload(term, value, instructions) };
  }
  const term = selectorOf(key).evaluate(key, context);
  switch (term.kind) {
    case 'tcp option':
    case 'ip option':
      return optionTarget(term);
    default:
      return fail('this cannot be set');
  }
}

/** Something that an instruction takes from a register. */
function registerTarget(kind: Required<ArgumentKind>, store: (sreg: number) => KnownExpression): Target {
  const { type, bits, order } = kind;
  return {
    type,
    bits,
    order,
    store(value, instructions) {
      const sreg = instructions.allocate();
      loadTerm(value, sreg, instructions);
      instructions.add(store(sreg));
    },
  };
}

function metaTarget(name: string): Target {
  const key = metaKeyNamed(name) ?? fail(`unknown meta key "${name}"`);
  return registerTarget(key, (sreg) => ({ name: 'meta', key: key.number, sreg }));
}

function ctTarget(name: string, dir: (typeof DIRECTIONS)[number] | undefined): Target {
  const { type, bits, order, number } = ctKeyNamed(name) ?? fail(`unknown ct key "${name}"`);
  if (type === undefined) return fail(`ct ${name} cannot be set`);
  const direction = dir === undefined ? {} : { dir: DIRECTIONS.indexOf(dir) };
  return registerTarget({ type, bits, order }, (sreg) => ({ name: 'ct', key: number, sreg, ...direction }));
}

/** A field of an option or extension header; the kernel itself can write those of TCP only. */
function optionTarget(term: OptionTerm & Term): Target {
  if (term.present) fail('say which field of it is to be set');
  return registerTarget(term, (sreg) => {
    const load = loadSelector(term as SelectorTerm, sreg, new Instructions());
    if (load.name !== 'exthdr') return fail('this cannot be set');
    const { dreg: _, flags: _flags, ...place } = load;
    return { ...place, sreg };
  });
}
