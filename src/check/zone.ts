import { ipAddress } from './ip.js';
import { linkRef } from './link.js';
import { type Check, wrongType } from './options.js';

/** RFC 4007, section 11: `%` and a link, which only link-local addresses take, and need. */
export const hostWithZone: Check = (field, value) => {
  if (typeof value !== 'string') throw wrongType(field, value, 'an IPv4 or IPv6 address');
  const [address = '', zone, ...rest] = value.split('%');
  ipAddress(field, zone === undefined || rest.length > 0 ? value : address);
  const linkLocal = /^fe[89ab][0-9a-f]:/i.test(address);
  if (linkLocal && zone === undefined)
    throw wrongType(field, value, 'a link-local address with its link, such as fe80::1%eth0');
  if (zone === undefined) return;
  if (!linkLocal) throw wrongType(field, value, 'an address without a zone, unless it is link-local');
  linkRef(field, /^\d+$/.test(zone) ? Number(zone) : zone);
};
