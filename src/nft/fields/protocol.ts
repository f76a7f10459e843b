import type { Datatype } from '../datatype/datatype.js';

/** Where in a packet a header lies; the kernel numbers them from 0 (NFT_PAYLOAD_*). */
export type Layer = 'link' | 'network' | 'transport' | 'inner';

/** Layers from the outside in. */
export const LAYERS: readonly Layer[] = ['link', 'network', 'transport', 'inner'];

export function layerIndex(layer: Layer): number {
  return LAYERS.indexOf(layer);
}

/** Which message of ICMP a field belongs to, because others have something else at its place. */
export type IcmpMessage =
  | 'echo'
  | 'destination-unreachable'
  | 'redirect'
  | 'packet-too-big'
  | 'parameter-problem'
  | 'mld-listener-query'
  | 'neighbor'
  | 'nd-redirect';

/** A field of a header: `ip saddr`. */
export interface HeaderField {
  readonly protocol: Protocol;
  readonly name: string;
  /** Its place among the fields of its header, counted as nft counts it in the type information of sets. */
  readonly index: number;
  readonly type: Datatype;
  /** In bits, from the start of the header. */
  readonly offset: number;
  readonly bits: number;
  readonly message?: IcmpMessage | undefined;
}

/** What says which protocol comes above: a field of the header, or metadata that mean the same. */
export type UpperKey = { readonly field: string } | { readonly meta: 'l4proto' | 'nfproto' | 'protocol' };

/** A protocol and its header; also a few stand-ins, such as `inet` for either version of IP. */
export interface Protocol {
  readonly name: string;
  /** nft's number for it in the type information of sets; 0 for stand-ins. */
  readonly id: number;
  readonly layer: Layer;
  readonly fields: readonly HeaderField[];
  readonly upper?: UpperKey | undefined;
  /** In bits; only of link headers, which can be stacked. */
  readonly length?: number | undefined;
  /** The field that sums up the packet, and how (NFT_PAYLOAD_CSUM_*). */
  readonly checksum?: { readonly field: string; readonly type: number } | undefined;
  /** Fields that the checksums of upper protocols cover, too. */
  readonly pseudoHeader: readonly string[];
}

type FieldRow = readonly [
  name: string,
  type: Datatype,
  offset: number,
  bits: number,
  message?: IcmpMessage | undefined,
];

interface ProtocolOptions {
  readonly id?: number;
  readonly upper?: UpperKey;
  readonly length?: number;
  readonly checksum?: { readonly field: string; readonly type: number };
  readonly pseudoHeader?: readonly string[];
}

/** A protocol from the table of its fields; the first one has index 1. */
export function protocol(
  name: string,
  layer: Layer,
  rows: readonly FieldRow[],
  options: ProtocolOptions = {},
): Protocol {
  const fields: HeaderField[] = [];
  const { id = 0, upper, length, checksum, pseudoHeader = [] } = options;
  const result: Protocol = { name, id, layer, fields, upper, length, checksum, pseudoHeader };
  for (const [i, [field, type, offset, bits, message]] of rows.entries()) {
    fields.push({ protocol: result, name: field, index: i + 1, type, offset, bits, message });
  }
  return result;
}

/** The field of that name. */
export function fieldOf(protocol: Protocol, name: string): HeaderField | undefined {
  return protocol.fields.find((field) => field.name === name);
}
