/** Where filters hang, and chains of them: a parent on a link, or a block that several qdiscs share. */

import { type Ifindex, type LinkRef, linkRef } from '../check/link.js';
import { integer } from '../check/options.js';
import { TCM_IFINDEX_MAGIC_BLOCK } from '../uapi/rtnetlink.js';
import { blockOf, type FilterParent, filterParent, parentOfBlock } from './handle.js';

export interface Place {
  readonly link?: LinkRef | undefined;
  readonly parent?: FilterParent | undefined;
  readonly block?: number | undefined;
}

export const filterPlace = {
  link: linkRef,
  parent: filterParent.check,
  block: integer(1, 0x7fff_ffff),
};

export const chainNumber = integer(0, 0x0fff_ffff);

/** A place as a header says it. */
export function placeOf(
  what: string,
  { link, parent, block }: Place,
): { index: LinkRef; parent?: FilterParent | undefined } {
  if ((link === undefined) === (block === undefined))
    throw new TypeError(`${what} needs either link or block`);
  if (block === undefined) return { index: link ?? 0, parent };
  if (parent !== undefined) throw new TypeError(`${what}: a block has no parent`);
  return { index: TCM_IFINDEX_MAGIC_BLOCK, parent: parentOfBlock(block) };
}

/** What an error says that it is about. */
export const subjectOf = ({ link, block }: Place) => link ?? `block ${block}`;

/** The place that a header names. */
export function readPlace(
  index: Ifindex,
  parent: FilterParent,
): { link: Ifindex; parent: FilterParent } | { block: number } {
  if (index === TCM_IFINDEX_MAGIC_BLOCK) return { block: blockOf(parent) };
  return { link: index, parent: parent === '0:' ? 'root' : parent };
}
