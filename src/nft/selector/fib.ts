import {
  NFT_FIB_RESULT_ADDRTYPE,
  NFT_FIB_RESULT_OIF,
  NFT_FIB_RESULT_OIFNAME,
  NFTA_FIB_F_DADDR,
  NFTA_FIB_F_IIF,
  NFTA_FIB_F_MARK,
  NFTA_FIB_F_OIF,
  NFTA_FIB_F_PRESENT,
  NFTA_FIB_F_SADDR,
} from '../../uapi/nf_tables.js';
import type { FibExpression, FibFlag } from '../ast.js';
import type { Datatype } from '../datatype/datatype.js';
import { interfaceIndex } from '../datatype/lookup.js';
import { addressKind, boolean } from '../datatype/packet.js';
import { text } from '../datatype/string.js';
import { fail } from '../evaluate/context.js';
import { object, oneOrMore, word } from '../shape.js';
import type { Instruction, Selector } from './selector.js';
import type { FibTerm } from './term.js';

type Result = FibExpression['fib']['result'];

const RESULTS: Readonly<
  Record<Result, { readonly number: number; readonly type: Datatype; readonly bits: number }>
> = {
  oif: { number: NFT_FIB_RESULT_OIF, type: interfaceIndex, bits: 32 },
  oifname: { number: NFT_FIB_RESULT_OIFNAME, type: text, bits: 128 },
  type: { number: NFT_FIB_RESULT_ADDRTYPE, type: addressKind, bits: 32 },
  // Behind `oif`, which is what it is listed as where it is compared by itself.
  check: { number: NFT_FIB_RESULT_OIF, type: boolean, bits: 32 },
};

const RESULT_NAMES = Object.keys(RESULTS) as Result[];

const FLAGS: Readonly<Record<FibFlag, number>> = {
  saddr: NFTA_FIB_F_SADDR,
  daddr: NFTA_FIB_F_DADDR,
  mark: NFTA_FIB_F_MARK,
  iif: NFTA_FIB_F_IIF,
  oif: NFTA_FIB_F_OIF,
};

const FLAG_NAMES = Object.keys(FLAGS) as FibFlag[];

const ALL_FLAGS = FLAG_NAMES.reduce((all, name) => all | FLAGS[name], 0);

/** What the routing tables say: `fib saddr . iif oif missing`, `fib daddr type local`. */
export const fib: Selector<FibExpression, FibTerm, Instruction<'fib'>> = {
  keywords: ['fib'],

  parse(parser) {
    parser.expectWord('fib');
    const flags: FibFlag[] = [];
    do flags.push(parser.oneOf(FLAG_NAMES, 'a part of the packet'));
    while (parser.symbol('.'));
    const ordered = FLAG_NAMES.filter((name) => flags.includes(name));
    return { fib: { result: parser.oneOf(RESULT_NAMES, 'what is asked'), flags: ordered } };
  },

  print: ({ fib: { result, flags } }) => `fib ${[flags].flat().join(' . ')} ${result}`,

  typeOf: ({ fib: { result } }) => RESULTS[result]?.type,

  shape: object({
    fib: object({ result: word(...RESULT_NAMES), flags: oneOrMore(word(...FLAG_NAMES)) }),
  }),

  evaluate({ fib: node }, context) {
    context.enter('fib');
    const names = [node.flags].flat();
    checkFlags(names);
    context.leave();
    const presence = context.existence || node.result === 'check';
    const flags = names.reduce((sum, name) => sum | FLAGS[name], presence ? NFTA_FIB_F_PRESENT : 0);
    const term = termOf(node.result, flags);
    context.expectLike(term);
    return term;
  },

  instruction: 'fib',

  load: ({ result, flags }, dreg) => ({ name: 'fib', dreg, result, flags }),

  raise({ result: number, flags }) {
    const result = RESULT_NAMES.find((name) => RESULTS[name].number === number);
    const known = (flags & ~(ALL_FLAGS | NFTA_FIB_F_PRESENT)) === 0;
    return result === undefined || !known ? undefined : termOf(result, flags);
  },

  toAst({ result: number, flags }) {
    const result = RESULT_NAMES.find((name) => RESULTS[name].number === number) ?? 'type';
    return { fib: { result, flags: FLAG_NAMES.filter((name) => (flags & FLAGS[name]) !== 0) } };
  },
};

function termOf(result: Result, flags: number): FibTerm {
  const { number, type, bits } = RESULTS[result];
  const presence = (flags & NFTA_FIB_F_PRESENT) !== 0;
  const read = presence ? boolean : type;
  return { kind: 'fib', result: number, flags, type: read, bits, order: read.order };
}

function checkFlags(names: readonly FibFlag[]): void {
  const addresses = names.filter((name) => name === 'saddr' || name === 'daddr');
  if (new Set(addresses).size !== 1) fail('exactly one of saddr and daddr is looked up');
  if (names.includes('iif') && names.includes('oif')) fail('iif and oif exclude each other');
}
