import { encodeComment, LONGEST_COMMENT } from '../userdata.js';
import type { Scope } from './scope.js';

/** A comment as user data, if there is one. */
export function commentData(
  object: { readonly comment?: string },
  scope: Scope,
): { readonly userdata?: Uint8Array } {
  const { comment } = object;
  if (comment === undefined) return {};
  if (typeof comment !== 'string') return scope.failAt('comment', 'a comment is text');
  const userdata = encodeComment(comment);
  if (userdata.length - 3 > LONGEST_COMMENT) {
    return scope.failAt('comment', `a comment has at most ${LONGEST_COMMENT} bytes`);
  }
  return { userdata };
}
