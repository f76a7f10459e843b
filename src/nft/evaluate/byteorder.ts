import type { Order } from '../datatype/datatype.js';
import type { Term } from '../term.js';
import { fail } from './context.js';

/** The term in another byte order: constants are simply stored so, anything else costs an instruction. */
export function inOrder<T extends Term>(term: T, order: Order): T | Term {
  if (term.order === order || term.type.base === 'string') return term;
  if (term.type.base !== 'integer') fail(`${term.type.description} has no byte order`);
  if (term.kind === 'prefix') return { ...term, order, base: { ...term.base, order } };
  if (term.kind === 'range') {
    return { ...term, order, from: { ...term.from, order }, to: { ...term.to, order } };
  }
  if (term.kind === 'constant' || term.bits < 16) return { ...term, order };
  return turned(term, order);
}

/** As {@link inOrder}, for a part of a concatenation: there nft turns even a single byte round. */
export function partInOrder(term: Term, order: Order): Term {
  const single = term.order !== order && term.type.base === 'integer' && term.bits < 16;
  return single && term.kind !== 'constant' ? turned(term, order) : inOrder(term, order);
}

function turned(argument: Term, order: Order): Term {
  const { type, bits } = argument;
  const operator = order === 'big' ? 'hton' : 'ntoh';
  return { kind: 'byteorder', operator, argument, type, bits, order };
}
