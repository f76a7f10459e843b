import { IFNAMSIZ } from '../uapi/if.js';
import { type Check, integer, show, wrongType } from './options.js';

/** Interface index, as the kernel numbers links within a namespace. */
export type Ifindex = number;

/** A link, by name or by index. */
export type LinkRef = string | Ifindex;

/** What dev_valid_name() of the kernel accepts. */
export const linkName: Check = (field, value) => {
  if (typeof value !== 'string') throw wrongType(field, value, 'an interface name');
  if (value === '') throw new TypeError(`${field} must be an interface name, not an empty string`);
  if (Buffer.byteLength(value) >= IFNAMSIZ) {
    throw new RangeError(`${field} must be at most ${IFNAMSIZ - 1} bytes long, not ${show(value)}`);
  }
  if (value === '.' || value === '..' || /[/:\s\0]/.test(value)) {
    throw new TypeError(`${field} must be an interface name without "/", ":" or blanks, not ${show(value)}`);
  }
};

export const ifindex: Check = integer(1, 0x7fff_ffff);

/** A name or an index. */
export const linkRef: Check = (field, value) =>
  (typeof value === 'number' ? ifindex : linkName)(field, value);
