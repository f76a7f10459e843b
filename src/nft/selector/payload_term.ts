import { NFT_PAYLOAD_TUN_HEADER } from '../../uapi/nf_tables.js';
import type { RawPayload } from '../ast.js';
import { inetService } from '../datatype/inet.js';
import { hexInteger } from '../datatype/integer.js';
import { type HeaderField, type Layer, layerIndex } from '../fields/protocol.js';
import { th } from '../fields/transport.js';
import type { PayloadTerm } from '../term.js';

/** Whether a field says which protocol comes above. */
export function isProtocolKey({ protocol, name }: HeaderField): boolean {
  const { upper } = protocol;
  if (upper !== undefined && 'field' in upper && upper.field === name) return true;
  return (protocol.name === 'ip' && name === 'protocol') || (protocol.name === 'ip6' && name === 'nexthdr');
}

const terms = new WeakMap<HeaderField, PayloadTerm>();

/** A header field, where its header begins at the start of its layer. */
export function payloadTerm(field: HeaderField): PayloadTerm {
  let term = terms.get(field);
  if (term === undefined) {
    const { type, offset, bits, protocol } = field;
    const order = 'big';
    const key = isProtocolKey(field);
    term = { kind: 'payload', layer: protocol.layer, offset, bits, type, order, field, isProtocolKey: key };
    terms.set(field, term);
  }
  return term;
}

export const BASES: Readonly<Record<RawPayload['base'], Layer>> = {
  ll: 'link',
  nh: 'network',
  th: 'transport',
  ih: 'inner',
};

/** Where the kernel looks for bits: a tunnel's own header has a number of its own. */
export function baseOf({ layer, tunnel }: PayloadTerm): number {
  return tunnel !== undefined && layer === 'inner' ? NFT_PAYLOAD_TUN_HEADER : layerIndex(layer);
}

/** Bits of the packet by position. Where ports are, they are listed as ports. */
export function rawPayloadTerm(layer: Layer, offset: number, bits: number): PayloadTerm {
  const port =
    layer === 'transport' && bits === 16 ? th.fields.find((field) => field.offset === offset) : undefined;
  return {
    kind: 'payload',
    layer,
    offset,
    bits,
    type: port === undefined ? hexInteger : inetService,
    order: 'big',
    field: port,
    isProtocolKey: false,
  };
}
