import { fail, type RuleContext } from '../evaluate/context.js';

const MAXIMUM_64 = (1n << 64n) - 1n;

/** A count in a property of the node at hand, checked to be a number of at most so much. */
export function checkCount<N extends number | bigint>(
  key: string,
  count: N,
  maximum: number | bigint,
  { path }: Pick<RuleContext, 'path'>,
): N {
  const valid = typeof count === 'bigint' || Number.isSafeInteger(count);
  if (valid && count >= 0 && count <= maximum) return count;
  path.push(key);
  return fail(`${count} is out of range (0 to ${maximum})`);
}

/** The same, of 64 bits. */
export function checkCount64<N extends number | bigint>(
  key: string,
  count: N,
  context: Pick<RuleContext, 'path'>,
): N {
  return checkCount(key, count, MAXIMUM_64, context);
}
