/** How nf_tables objects travel to the addon and back; native/core/nft/format.h says the same in C++. */

/** Nested: one expression, in the order of the rule. */
export const EXPRESSION = 0x3f00;
/** Name of an expression, first in {@link EXPRESSION}. */
export const EXPRESSION_NAME = 0x3f01;
/** Nested: one element of a set. */
export const ELEMENT = 0x3f03;
/** Behind an error: where in the kernel's message, as pairs of 16 bits: attribute, and how many like it before. */
export const ERROR_PATH = 0x3f04;
/** Elements that are a key and perhaps data: the widths of both in 16 bits each, then all of them side by side. */
export const PACKED_ELEMENTS = 0x3f05;
/** sizeof(PackedHeader). */
export const PACKED_HEADER = 4;

/** In 32 bits: the chain of a rule, by its number in the transaction, where it has no name yet. */
export const RULE_CHAIN_ID = 0x3f06;

/** nlmsg_seq of an error that concerns the transaction as a whole. */
export const WHOLE_BATCH = 0xffff_ffff;

/** sizeof(struct nfgenmsg): family, version, resource. */
export const FAMILY_HEADER = 4;
