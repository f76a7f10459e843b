import { NFT_HASH_SYM } from '../../uapi/nf_tables.js';
import type { SymhashExpression } from '../ast.js';
import { hostInteger } from '../datatype/integer.js';
import { integer, object } from '../shape.js';
import { checkModulus, parseModulus, parseOffset, printOffset } from './modulus.js';
import type { Instruction, Selector } from './selector.js';
import type { SymhashTerm } from './term.js';

/** A hash of the flow, the same in both directions: `symhash mod 2`. */
export const symhash: Selector<SymhashExpression, SymhashTerm, Instruction<'hash'>> = {
  keywords: ['symhash'],

  parse(parser) {
    parser.expectWord('symhash');
    const mod = parseModulus(parser);
    const offset = parseOffset(parser);
    return { symhash: offset === undefined || offset === 0 ? { mod } : { mod, offset } };
  },

  print: ({ symhash: { mod, offset } }) => `symhash mod ${mod}${printOffset(offset)}`,

  typeOf: () => hostInteger,

  shape: object({ symhash: object({ mod: integer }, { offset: integer }) }),

  evaluate({ symhash: { mod, offset = 0 } }, context) {
    context.enter('symhash');
    const largest = checkModulus(mod, offset, context);
    context.leave();
    const term = termOf(Number(mod), Number(offset));
    context.expectLike(term, largest);
    return term;
  },

  instruction: 'hash',

  load: ({ modulus, offset }, dreg) => ({ name: 'hash', dreg, modulus, offset, type: NFT_HASH_SYM }),

  raise({ type, sreg, seed, modulus, offset = 0 }) {
    const plain = type === NFT_HASH_SYM && sreg === undefined && seed === undefined;
    return plain ? termOf(modulus, offset) : undefined;
  },

  toAst: ({ modulus, offset }) => ({ symhash: offset === 0 ? { mod: modulus } : { mod: modulus, offset } }),
};

function termOf(modulus: number, offset: number): SymhashTerm {
  return { kind: 'symhash', modulus, offset, type: hostInteger, bits: 32, order: 'host' };
}
