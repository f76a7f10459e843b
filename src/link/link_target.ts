import { type LinkRef, linkRef } from '../check/link.js';
import { type Check, text, wrongType } from '../check/options.js';
import { IFNAMSIZ } from '../uapi/if.js';

const ALTIFNAMSIZ = 128;

/** Another name of a link: as the first one, but longer. */
export const altName: Check = (field, value) => {
  text(field, value);
  if (value === '' || /[/:\s]/.test(String(value)) || Buffer.byteLength(String(value)) >= ALTIFNAMSIZ)
    throw wrongType(field, value, `a name of at most ${ALTIFNAMSIZ - 1} bytes without "/", ":" or blanks`);
};

/** A link by index, name or alternative name. */
export const linkTargetRef: Check = (field, value) => {
  (isLongName(value as LinkRef) ? altName : linkRef)(field, value);
};

/** Too long for a first name, and so to be looked up by the addon. */
export const isLongName = (link: LinkRef): link is string =>
  typeof link === 'string' && Buffer.byteLength(link) >= IFNAMSIZ;

/**
 * The link that a request is about. Short names, alternative ones too, are looked up when the request is sent; what
 * is too long for that is left to the kernel.
 */
export function targetOf(link: LinkRef): { header: { index?: LinkRef }; attributes: { altName?: string } } {
  return isLongName(link)
    ? { header: {}, attributes: { altName: link } }
    : { header: { index: link }, attributes: {} };
}
