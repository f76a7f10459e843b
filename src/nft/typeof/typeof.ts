import { concatenation } from '../datatype/concat.js';
import { tunnelOf } from '../delinearize/payload.js';
import { Raising } from '../delinearize/raising.js';
import { SYSTEM_NAMES } from '../names/system.js';
import { fieldTerm } from '../selector/option.js';
import { payloadTerm } from '../selector/payload_term.js';
import type { SelectorTerm, Term } from '../term.js';
import { attributesIn, encodeAttributes, u32, u32Of } from '../userdata.js';
import { decodeOption, encodeOption, isOption, OPTION } from './option.js';
import { decodePayload, encodePayload, PAYLOAD } from './payload.js';
import { decodeSelector, encodeSelector } from './selector.js';

/**
 * The expression that the type of a set was taken from (`typeof ip saddr`), as nft keeps it with the set: nft's number
 * for its kind (EXPR_*), and numbers that tell which one of the kind it is. Only listings need it.
 */

/** NFTNL_UDATA_SET_TYPEOF_*, and the same for each part of a concatenation. */
const KIND = 0;
const DETAILS = 1;

const VERDICT = 1;
const CONCAT = 13;

/** What an attribute holds at most. */
const LONGEST = 255;

const ENCODED_VERDICT = envelope(VERDICT, new Uint8Array());

/** What nft keeps of an expression; undefined for one that it cannot keep. */
export function encodeTypeof(term: Term | 'verdict'): Uint8Array | undefined {
  if (term === 'verdict') return ENCODED_VERDICT;
  if (term.kind !== 'concat') return encodeOne(term);
  const parts = term.parts.map(encodeOne);
  if (parts.some((part) => part === undefined)) return undefined;
  const details = encodeAttributes(parts.map((part, i) => part && [i, part]));
  return details.length > LONGEST - 8 ? undefined : envelope(CONCAT, details);
}

function encodeOne(term: Term): Uint8Array | undefined {
  const selector = selectorIn(term);
  if (selector === undefined) return undefined;
  if (selector.kind === 'payload') return envelope(PAYLOAD, encodePayload(selector));
  if (isOption(selector)) {
    const details = encodeOption(selector);
    return details && envelope(OPTION, details);
  }
  const encoded = encodeSelector(selector);
  return encoded && envelope(encoded.number, encoded.details);
}

function envelope(kind: number, details: Uint8Array): Uint8Array {
  return encodeAttributes([u32(KIND, kind), [DETAILS, details]]);
}

/** What reads the packet in a term, without what only calculates with it; undefined where it is more than one thing. */
function selectorIn(term: Term): SelectorTerm | undefined {
  switch (term.kind) {
    case 'binary':
      return selectorIn(term.left);
    case 'byteorder':
      return selectorIn(term.argument);
    case 'payload':
      // As wide as it is, not as it is loaded.
      return term.field === undefined ? term : { ...payloadTerm(term.field), ...tunnelOf(term) };
    case 'exthdr':
    case 'tcp option':
    case 'ip option':
    case 'sctp chunk':
    case 'dccp option':
      return term.field === undefined ? term : (fieldTerm(term.kind, term.field) as SelectorTerm);
    case 'constant':
    case 'prefix':
    case 'range':
    case 'concat':
    case 'map':
    case 'set':
      return undefined;
    default:
      return term;
  }
}

/** The expression behind `typeof` with the width that its values have in sets; undefined for a constant and the like. */
export function selectionIn(term: Term): Term | undefined {
  if (term.kind !== 'concat') return selectorIn(term);
  const parts = term.parts.flatMap((part) => selectorIn(part) ?? []);
  return parts.length === term.parts.length ? sideBySide(parts) : undefined;
}

function sideBySide(parts: readonly Term[]): Term {
  const type = concatenation(parts);
  return { kind: 'concat', parts, type, bits: type.bits, order: 'big' };
}

/** The expression that nft has kept; undefined where it is none that is known here. */
export function decodeTypeof(bytes: Uint8Array | undefined): Term | 'verdict' | undefined {
  if (bytes === undefined) return undefined;
  const [kind, details] = open(bytes);
  if (kind === VERDICT) return 'verdict';
  // Nothing that can be kept depends on the family.
  const raising = new Raising('inet', SYSTEM_NAMES);
  if (kind !== CONCAT) return decodeOne(bytes, raising);
  const parts: Term[] = [];
  for (const [, part] of attributesIn(details)) {
    const term = decodeOne(part, raising);
    if (term === undefined) return undefined;
    parts.push(term);
  }
  return parts.length === 0 ? undefined : sideBySide(parts);
}

function decodeOne(bytes: Uint8Array, raising: Raising): Term | undefined {
  const [kind, details] = open(bytes);
  const numbers = new Map([...attributesIn(details)].map(([type, value]) => [type, u32Of(value)]));
  if (kind === PAYLOAD) return decodePayload(numbers);
  return kind === OPTION ? decodeOption(numbers) : decodeSelector(kind, numbers, raising);
}

function open(bytes: Uint8Array): readonly [kind: number, details: Uint8Array] {
  const attributes = new Map(attributesIn(bytes));
  return [u32Of(attributes.get(KIND)), attributes.get(DETAILS) ?? new Uint8Array()];
}
