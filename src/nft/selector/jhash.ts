import { NFT_HASH_JENKINS } from '../../uapi/nf_tables.js';
import type { JhashExpression } from '../ast.js';
import { hostInteger } from '../datatype/integer.js';
import { termToAst } from '../delinearize/ast.js';
import { sideBySide } from '../delinearize/instructions.js';
import { fail } from '../evaluate/context.js';
import { evaluateExpression } from '../evaluate/expression.js';
import { loadTerm } from '../linearize/term.js';
import { parseSelection } from '../parse/expression.js';
import { printExpression } from '../print/expression.js';
import { expression, integer, object } from '../shape.js';
import { isConstant } from '../term.js';
import { bytesFor } from '../value.js';
import { checkModulus, parseModulus, parseOffset, printOffset } from './modulus.js';
import type { Instruction, Selector } from './selector.js';
import type { JhashTerm } from './term.js';

const shape = object({
  jhash: object({ mod: integer, expr: expression }, { seed: integer, offset: integer }),
});

/** A hash of something else: `jhash ip saddr mod 2 seed 0xdeadbeef`. */
export const jhash: Selector<JhashExpression, JhashTerm, Instruction<'hash'>> = {
  keywords: ['jhash'],

  parse(parser) {
    parser.expectWord('jhash');
    const { start } = parser;
    const expr = parseSelection(parser);
    const end = parser.previousEnd;
    const mod = parseModulus(parser);
    const seed = parser.word('seed') ? parser.number('a seed', 0xffffffff) : undefined;
    const offset = parseOffset(parser);
    const node = nodeOf(expr, mod, seed, offset ?? 0);
    parser.markUpTo(node, 'expr', start, end);
    return { jhash: node };
  },

  print({ jhash: { expr, mod, seed, offset } }, context) {
    const sown = seed === undefined ? '' : ` seed 0x${seed.toString(16)}`;
    return `jhash ${printExpression(expr, undefined, context)} mod ${mod}${sown}${printOffset(offset)}`;
  },

  typeOf: () => hostInteger,

  shape,

  evaluate({ jhash: { expr, mod, seed, offset = 0 } }, context) {
    context.enter('jhash');
    const largest = checkModulus(mod, offset, context);
    context.enter('expr');
    const { existence } = context;
    context.existence = false;
    context.expected = undefined;
    const argument = evaluateExpression(expr, context);
    context.existence = existence;
    if (isConstant(argument)) fail('a hash is of something that depends on the packet');
    context.leave();
    context.leave();
    const sown = seed === undefined ? undefined : Number(seed);
    const term = termOf(argument, Number(mod), sown, Number(offset));
    context.expectLike(term, largest);
    return term;
  },

  instruction: 'hash',

  load({ argument, modulus, seed, offset }, dreg, instructions) {
    const sreg = instructions.allocateFor(argument);
    loadTerm(argument, sreg, instructions);
    instructions.release();
    const sown = seed === undefined ? {} : { seed };
    const len = bytesFor(argument.bits);
    return { name: 'hash', sreg, dreg, len, modulus, ...sown, offset, type: NFT_HASH_JENKINS };
  },

  raise({ sreg, len, modulus, seed, offset = 0, type = NFT_HASH_JENKINS }, raising) {
    if (type !== NFT_HASH_JENKINS || sreg === undefined || len === undefined) return undefined;
    const argument = sideBySide(sreg, len, raising);
    if (argument === undefined || bytesFor(argument.bits) !== len) return undefined;
    return termOf(argument, modulus, seed, offset);
  },

  toAst({ argument, modulus, seed, offset }, names) {
    return { jhash: nodeOf(termToAst(argument, names), modulus, seed, offset) };
  },
};

function termOf(
  argument: JhashTerm['argument'],
  modulus: number,
  seed: number | undefined,
  offset: number,
): JhashTerm {
  return { kind: 'jhash', argument, modulus, seed, offset, type: hostInteger, bits: 32, order: 'host' };
}

function nodeOf(
  expr: JhashExpression['jhash']['expr'],
  mod: number,
  seed: number | undefined,
  offset: number,
): JhashExpression['jhash'] {
  const sown = seed === undefined ? { mod } : { mod, seed };
  return offset === 0 ? { ...sown, expr } : { ...sown, offset, expr };
}
