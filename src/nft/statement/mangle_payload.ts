import { NFT_PAYLOAD_CSUM_NONE, NFT_PAYLOAD_L4CSUM_PSEUDOHDR } from '../../uapi/nf_tables.js';
import { fail } from '../evaluate/context.js';
import type { PayloadExpression } from '../expr/payload.js';
import { fieldOf, layerIndex } from '../fields/protocol.js';
import { registerData } from '../linearize/data.js';
import type { Instructions } from '../linearize/registers.js';
import { loadTerm } from '../linearize/term.js';
import type { PayloadTerm, Term } from '../term.js';
import { not, ones, resize, shiftLeft } from '../value.js';

/**
 * Writes a value into the packet. Checksums are sums of 16 bits, so that where there is one an even number of bytes is
 * written; bits beside the field are read before and keep their values.
 */
export function storePayload(term: PayloadTerm, value: Term, instructions: Instructions): void {
  const register = instructions.allocate();
  const { from, bytes } = placeOf(term);
  const place = { base: layerIndex(term.layer), offset: from, len: bytes };
  if (bytes * 8 === term.bits) loadTerm(value, register, instructions);
  else {
    if (value.kind !== 'constant')
      fail('the field is written with its neighbours, so its value must be a constant');
    const shift = (from + bytes) * 8 - (term.offset + term.bits);
    const field = shiftLeft(ones(term.bits, bytes), shift);
    const set = shiftLeft(resize(value.value, bytes), shift);
    instructions.add({ name: 'payload', dreg: register, ...place });
    instructions.add({
      name: 'bitwise',
      sreg: register,
      dreg: register,
      len: bytes,
      mask: registerData(not(field, bytes * 8), 'big', bytes * 8),
      xor: registerData(set, 'big', bytes * 8),
    });
  }
  instructions.add({ name: 'payload', sreg: register, ...place, ...checksumOf(term) });
}

/** The bytes to write, counted from the start of the header. */
function placeOf({ offset, bits, field, layer }: PayloadTerm): {
  readonly from: number;
  readonly bytes: number;
} {
  const from = offset >>> 3;
  const bytes = Math.ceil((offset + bits) / 8) - from;
  // What lies behind the transport header is in the checksum of that one.
  const summed = layer === 'inner' || field?.protocol.checksum !== undefined;
  if (!summed || bytes % 2 === 0) return { from, bytes };
  return { from: from % 2 === 0 ? from : from - 1, bytes: bytes + 1 };
}

type Checksum = Pick<PayloadExpression, 'csumType' | 'csumOffset' | 'flags'>;

/** Which checksums have to be put right: the header's own, and those of upper headers that cover it. */
function checksumOf({ field, layer }: PayloadTerm): Checksum {
  if (layer === 'inner') return { csumType: NFT_PAYLOAD_CSUM_NONE, flags: NFT_PAYLOAD_L4CSUM_PSEUDOHDR };
  if (field === undefined) return {};
  const { checksum, pseudoHeader } = field.protocol;
  const place = checksum && fieldOf(field.protocol, checksum.field);
  return {
    csumType: checksum?.type ?? NFT_PAYLOAD_CSUM_NONE,
    ...(place === undefined ? {} : { csumOffset: place.offset >>> 3 }),
    ...(pseudoHeader.includes(field.name) ? { flags: NFT_PAYLOAD_L4CSUM_PSEUDOHDR } : {}),
  };
}
