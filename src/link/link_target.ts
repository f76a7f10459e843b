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
  const long = typeof value === 'string' && Buffer.byteLength(value) >= IFNAMSIZ;
  (long ? altName : linkRef)(field, value);
};

/**
 * The link that a request is about. Short names, alternative ones too, are looked up when the request is sent; what
 * is too long for that is left to the kernel.
 */
export function targetOf(link: LinkRef): { header: { index?: LinkRef }; attributes: { altName?: string } } {
  return typeof link === 'string' && Buffer.byteLength(link) >= IFNAMSIZ
    ? { header: {}, attributes: { altName: link } }
    : { header: { index: link }, attributes: {} };
}
