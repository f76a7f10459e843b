import { BatchError } from '../error/batch_error.js';
import type { Request } from '../netlink/request.js';
import type { Body } from '../wire/message.js';
import type { Handle } from './handle.js';

/** One, or very many, which take no promise each. */
export type OneOrMany<T> = T | Iterable<T>;

export function isMany<T extends object>(value: OneOrMany<T>): value is Iterable<T> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

/** Issues a request for each of very many items. @throws BatchError if some are refused: the others are carried out. */
export async function requestEach<T, B extends Body>(
  handle: Handle,
  what: string,
  items: Iterable<T>,
  requestOf: (item: T) => Request<B>,
): Promise<void> {
  const errors: Error[] = [];
  const positions: number[] = [];
  let count = 0;
  function* requests(): Generator<Request<B>> {
    for (const item of items) {
      count++;
      yield requestOf(item);
    }
  }
  const refused = (error: Error, position: number) => {
    errors.push(error);
    positions.push(position);
  };
  await handle.hold(handle.route.requestAll(requests(), refused));
  if (errors.length > 0) throw new BatchError(what, errors, positions, count);
}
