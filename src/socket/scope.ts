import type { Handle } from '../handle/handle.js';
import { indexOf } from '../netlink/link_lookup.js';

/** The index of the link that the zone of a link-local address names; 0 without a zone. */
export async function scopeOf(handle: Handle, zone: string | undefined): Promise<number> {
  if (zone === undefined) return 0;
  return indexOf(handle.route, /^\d+$/.test(zone) ? Number(zone) : zone);
}
