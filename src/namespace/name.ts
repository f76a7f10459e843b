import { type Check, show, wrongType } from '../check/options.js';

/** Where ip(8) keeps named namespaces. */
export const NAMESPACE_DIRECTORY = '/run/netns';

/** NAME_MAX of `<linux/limits.h>`: a name is a file name. */
const LONGEST = 255;

/** A name that `ip netns add` would take. */
export const namespaceName: Check = (field, value) => {
  if (typeof value !== 'string' || value === '') throw wrongType(field, value, 'a name that is not empty');
  if (value === '.' || value === '..' || value.includes('/') || value.includes('\0')) {
    throw new TypeError(`${field} must be a file name without "/", not ${show(value)}`);
  }
  if (Buffer.byteLength(value) > LONGEST) {
    throw new RangeError(`${field} must be at most ${LONGEST} bytes long, not ${show(value)}`);
  }
};
