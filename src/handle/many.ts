import { BatchError } from '../error/batch_error.js';
import type { Request } from '../netlink/request.js';
import type { Body } from '../wire/message.js';
import type { Handle } from './handle.js';

/** One, or very many, which take no promise each. */
export type OneOrMany<T> = T | Iterable<T>;

export function isMany<T extends object>(value: OneOrMany<T>): value is Iterable<T> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

/**
 * Issues a request for each of very many items, once what they take is ready. @throws BatchError if some are refused: the others are
 * carried out.
 */
export async function requestEach<T, B extends Body>(
  handle: Handle,
  what: string,
  items: Iterable<T>,
  requestOf: (item: T) => Request<B>,
  ready?: Promise<unknown>,
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
  const { route } = handle;
  const issue = () => route.requestAll(requests(), refused);
  await handle.hold(ready === undefined ? issue() : ready.then(issue));
  if (errors.length > 0) throw new BatchError(what, errors, positions, count);
}
