import { NFT_NG_INCREMENTAL, NFT_NG_RANDOM } from '../../uapi/nf_tables.js';
import type { NumgenExpression } from '../ast.js';
import { hostInteger } from '../datatype/integer.js';
import { integer, object, word } from '../shape.js';
import { checkModulus, parseModulus, parseOffset, printOffset } from './modulus.js';
import type { Instruction, Selector } from './selector.js';
import type { NumgenTerm } from './term.js';

const MODES = ['inc', 'random'] as const;

/** Their numbers, in the same order. */
const NUMBERS: readonly number[] = [NFT_NG_INCREMENTAL, NFT_NG_RANDOM];

/** Numbers one after the other, or by chance: `numgen inc mod 2`. */
export const numgen: Selector<NumgenExpression, NumgenTerm, Instruction<'numgen'>> = {
  keywords: ['numgen'],

  parse(parser) {
    parser.expectWord('numgen');
    const mode = parser.oneOf(MODES, 'how numbers are made');
    return { numgen: { mode, mod: parseModulus(parser), offset: parseOffset(parser) ?? 0 } };
  },

  print: ({ numgen: { mode, mod, offset } }) => `numgen ${mode} mod ${mod}${printOffset(offset)}`,

  typeOf: () => hostInteger,

  shape: object({ numgen: object({ mode: word(...MODES), mod: integer }, { offset: integer }) }),

  evaluate({ numgen: { mode, mod, offset = 0 } }, context) {
    context.enter('numgen');
    const largest = checkModulus(mod, offset, context);
    context.leave();
    const term = termOf(NUMBERS[MODES.indexOf(mode)] ?? NFT_NG_INCREMENTAL, Number(mod), Number(offset));
    context.expectLike(term, largest);
    return term;
  },

  instruction: 'numgen',

  load: ({ mode, modulus, offset }, dreg) => ({ name: 'numgen', dreg, type: mode, modulus, offset }),

  raise({ type, modulus, offset = 0 }) {
    return NUMBERS.includes(type) ? termOf(type, modulus, offset) : undefined;
  },

  toAst({ mode, modulus, offset }) {
    return { numgen: { mode: MODES[NUMBERS.indexOf(mode)] ?? 'inc', mod: modulus, offset } };
  },
};

function termOf(mode: number, modulus: number, offset: number): NumgenTerm {
  return { kind: 'numgen', mode, modulus, offset, type: hostInteger, bits: 32, order: 'host' };
}
