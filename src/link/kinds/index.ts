import type { LinkKind } from './kind.js';
import { type VethOptions, veth } from './veth.js';

/** What `links.add` takes, by kind. A new kind is a file beside this one and a line in each of these two. */
export type LinkOptions = VethOptions;

export type LinkKindName = LinkOptions['kind'];

export const LINK_KINDS: { readonly [K in LinkKindName]: LinkKind<Extract<LinkOptions, { kind: K }>> } = {
  veth,
};
