import type { Raising } from '../delinearize/raising.js';
import type { ExpressionName, KnownExpression } from '../expr/index.js';
import { Instructions } from '../linearize/registers.js';
import { ALL_SELECTORS, loadSelector } from '../selector/index.js';
import type { SelectorTerm, Term } from '../term.js';
import { encodeAttributes, u32 } from '../userdata.js';

interface Kind {
  /** nft's number for it (EXPR_*). */
  readonly number: number;
  readonly instruction: ExpressionName;
  /** The fields of the instruction that tell which one it is, in the order of their numbers in user data. */
  readonly fields: readonly string[];
  /** What else the instruction has, which nft does not keep. */
  readonly rest?: Readonly<Record<string, number>>;
}

/** Expressions that are told by the numbers of their instruction. */
const KINDS: readonly Kind[] = [
  { number: 9, instruction: 'meta', fields: ['key'] },
  { number: 10, instruction: 'socket', fields: ['key'] },
  { number: 11, instruction: 'osf', fields: [], rest: { ttl: 0 } },
  { number: 12, instruction: 'ct', fields: ['key', 'dir'] },
  { number: 23, instruction: 'numgen', fields: ['type', 'modulus', 'offset'] },
  { number: 24, instruction: 'hash', fields: ['type', 'offset', 'modulus', 'seed', 'seeded'] },
  { number: 25, instruction: 'rt', fields: ['key'] },
  { number: 26, instruction: 'fib', fields: ['result', 'flags'] },
  { number: 27, instruction: 'xfrm', fields: ['key', 'spnum', 'dir'] },
];

/** What stands where the instruction has no such number: no direction is one below zero. */
const ABSENT: Readonly<Record<string, number>> = { dir: 0xffff_ffff };

export function encodeSelector(
  term: SelectorTerm,
): { readonly number: number; readonly details: Uint8Array } | undefined {
  // nft would forget what is hashed.
  if (term.kind === 'jhash') return undefined;
  const instruction = loadSelector(term, 0, new Instructions());
  const kind = KINDS.find((each) => each.instruction === instruction.name);
  if (kind === undefined) return undefined;
  const values: Readonly<Record<string, unknown>> = { ...instruction };
  const numbers = kind.fields.map((field, i) => u32(i, Number(values[field] ?? ABSENT[field] ?? 0)));
  return { number: kind.number, details: encodeAttributes(numbers) };
}

export function decodeSelector(
  number: number,
  numbers: ReadonlyMap<number, number>,
  raising: Raising,
): Term | undefined {
  const kind = KINDS.find((each) => each.number === number);
  if (kind === undefined) return undefined;
  const known = kind.fields.flatMap((field, i): [string, number][] => {
    const value = numbers.get(i);
    return value === undefined || value === ABSENT[field] || EXTRA.has(field) ? [] : [[field, value]];
  });
  const fields = { name: kind.instruction, dreg: 0, ...kind.rest, ...Object.fromEntries(known) };
  // The table has every field that the selectors of the instruction read.
  const instruction = fields as unknown as KnownExpression;
  for (const selector of ALL_SELECTORS) {
    const term = selector.instruction === kind.instruction ? selector.raise(instruction, raising) : undefined;
    if (term !== undefined) return term;
  }
  return undefined;
}

/** Of a hash of something else only, which nft does not keep whole. */
const EXTRA: ReadonlySet<string> = new Set(['seed', 'seeded']);
