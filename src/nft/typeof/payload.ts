import { integer } from '../datatype/integer.js';
import { protocolNumbered } from '../fields/index.js';
import { LAYERS, layerIndex } from '../fields/protocol.js';
import { tunnelNumbered } from '../fields/tunnel.js';
import { payloadTerm, rawPayloadTerm } from '../selector/payload_term.js';
import type { PayloadTerm } from '../term.js';
import { encodeAttributes, u32 } from '../userdata.js';

/** nft's number for header fields and raw payload (EXPR_PAYLOAD). */
export const PAYLOAD = 7;

/** NFTNL_UDATA_SET_KEY_PAYLOAD_*. */
const PROTOCOL = 0;
const FIELD = 1;
const BASE = 2;
const OFFSET = 3;
const LENGTH = 4;
const TUNNEL = 5;

/** nft counts layers from 1. */
const FIRST_LAYER = 1;

export function encodePayload({ field, layer, offset, bits, type, tunnel }: PayloadTerm): Uint8Array {
  const raw = [u32(BASE, layerIndex(layer) + FIRST_LAYER), u32(OFFSET, offset)];
  return encodeAttributes([
    u32(PROTOCOL, field?.protocol.id ?? 0),
    u32(FIELD, field?.index ?? 0),
    ...(field === undefined ? raw : []),
    type.id === integer.id ? u32(LENGTH, bits) : undefined,
    tunnel && u32(TUNNEL, tunnel.protocol.id),
  ]);
}

export function decodePayload(numbers: ReadonlyMap<number, number>): PayloadTerm | undefined {
  const number = numbers.get(TUNNEL);
  const term = decodeHeader(numbers);
  if (number === undefined || term === undefined) return term;
  const tunnel = tunnelNumbered(number);
  return tunnel && { ...term, tunnel };
}

function decodeHeader(numbers: ReadonlyMap<number, number>): PayloadTerm | undefined {
  const protocol = protocolNumbered(numbers.get(PROTOCOL) ?? 0);
  const index = numbers.get(FIELD);
  const field = protocol?.fields.find((each) => each.index === index);
  if (field !== undefined) return payloadTerm(field);
  const layer = LAYERS[(numbers.get(BASE) ?? 0) - FIRST_LAYER];
  const [offset, bits = 0] = [numbers.get(OFFSET), numbers.get(LENGTH)];
  if (protocol !== undefined || layer === undefined || offset === undefined || bits === 0) return undefined;
  return rawPayloadTerm(layer, offset, bits);
}
