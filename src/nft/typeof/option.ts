import {
  NFT_EXTHDR_OP_IPV4,
  NFT_EXTHDR_OP_IPV6,
  NFT_EXTHDR_OP_SCTP,
  NFT_EXTHDR_OP_TCPOPT,
} from '../../uapi/nf_tables.js';
import { EXTENSION_HEADERS } from '../fields/exthdr.js';
import { IP_OPTIONS } from '../fields/ip_option.js';
import type { OptionField, OptionHeader } from '../fields/option.js';
import { SCTP_CHUNKS } from '../fields/sctp_chunk.js';
import { TCP_OPTIONS } from '../fields/tcp_option.js';
import { fieldTerm } from '../selector/option.js';
import type { OptionKind, OptionTerm } from '../selector/term.js';
import type { SelectorTerm, Term } from '../term.js';
import { encodeAttributes, u32 } from '../userdata.js';

/** nft's number for fields of extension headers and options (EXPR_EXTHDR). */
export const OPTION = 8;

/** NFTNL_UDATA_EXTHDR_*. */
const HEADER = 0;
const FIELD = 1;
const OPERATION = 2;

/** How nft numbers headers of a kind, and their fields. */
interface Numbering {
  readonly kind: OptionKind;
  /** NFT_EXTHDR_OP_*; nft leaves that of IPv6 out. */
  readonly operation: number;
  readonly headers: readonly OptionHeader[];
  header(header: OptionHeader): number;
  field(field: OptionField): number;
}

/** EXTHDR_DESC_*, from 1 on. */
const EXTENSIONS = ['hbh', 'rt', 'rt0', 'rt2', 'srh', 'frag', 'dst', 'mh'];

/** What stands before the fields that have names. */
const UNNAMED: Readonly<Record<string, number>> = { rt0: 1, rt2: 1 };

const IP_OPTION_FIELDS = ['type', 'length', 'value', 'ptr', 'addr'];

/** The blocks of a selective acknowledgement are fields of one option. */
const SACK_BLOCKS = ['sack', 'sack1', 'sack2', 'sack3'];

const place = ({ header, name }: OptionField) => header.fields.findIndex((each) => each.name === name);

const NUMBERINGS: readonly Numbering[] = [
  {
    kind: 'exthdr',
    operation: NFT_EXTHDR_OP_IPV6,
    headers: EXTENSION_HEADERS,
    header: ({ name }) => EXTENSIONS.indexOf(name) + 1,
    field: (field) => place(field) + 1 + (UNNAMED[field.header.name] ?? 0),
  },
  {
    kind: 'tcp option',
    operation: NFT_EXTHDR_OP_TCPOPT,
    headers: TCP_OPTIONS,
    header: ({ number }) => number,
    field(field) {
      const at = place(field);
      return at < 2 ? at : at + 2 * Math.max(0, SACK_BLOCKS.indexOf(field.header.name));
    },
  },
  {
    kind: 'ip option',
    operation: NFT_EXTHDR_OP_IPV4,
    headers: IP_OPTIONS,
    header: ({ number }) => number,
    field: ({ name }) => IP_OPTION_FIELDS.indexOf(name) + 1,
  },
  {
    kind: 'sctp chunk',
    operation: NFT_EXTHDR_OP_SCTP,
    headers: SCTP_CHUNKS,
    header: ({ number }) => number,
    field: place,
  },
];

export function isOption(term: SelectorTerm): term is Extract<SelectorTerm, OptionTerm> {
  return term.kind === 'dccp option' || NUMBERINGS.some(({ kind }) => kind === term.kind);
}

/** Undefined for what has no name, and where only presence is asked. */
export function encodeOption({ kind, field }: OptionTerm): Uint8Array | undefined {
  const numbering = NUMBERINGS.find((each) => each.kind === kind);
  if (numbering === undefined || field === undefined) return undefined;
  return encodeAttributes([
    u32(FIELD, numbering.field(field)),
    kind === 'exthdr' ? undefined : u32(OPERATION, numbering.operation),
    u32(HEADER, numbering.header(field.header)),
  ]);
}

export function decodeOption(numbers: ReadonlyMap<number, number>): Term | undefined {
  const operation = numbers.get(OPERATION) ?? NFT_EXTHDR_OP_IPV6;
  const numbering = NUMBERINGS.find((each) => each.operation === operation);
  if (numbering === undefined) return undefined;
  for (const header of numbering.headers) {
    if (numbering.header(header) !== numbers.get(HEADER)) continue;
    const field = header.fields.find((each) => numbering.field(each) === numbers.get(FIELD));
    if (field !== undefined) return fieldTerm(numbering.kind, field) as Term;
  }
  return undefined;
}
