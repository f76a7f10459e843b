import { parsePrefix, prefix } from '../../check/ip.js';
import { boolean, type Check, checkOptions, integer, oneOf, wrongType } from '../../check/options.js';
import { IP_PROTOCOLS, type IpProtocol } from '../../names/protocols.js';

/** 32 bits of a packet that are compared. */
export interface U32Key {
  /** In bytes, a multiple of 4, from the start of the network header. */
  readonly offset: number;
  readonly value: number;
  /** Bits that count. Default: all. */
  readonly mask?: number;
  /** From the header behind the network header, where the table's {@link U32Filter.offset} found that one. */
  readonly nextHeader?: boolean;
}

/**
 * Parts of a packet of the filter's protocol, `ip` or `ipv6`. Ports and ICMP types are sought right behind a header
 * without options.
 */
export interface U32Match {
  /** An address or a prefix. */
  readonly source?: string;
  readonly destination?: string;
  readonly protocol?: IpProtocol;
  /** The byte that has DSCP and ECN. */
  readonly tos?: number;
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly icmpType?: number;
  readonly icmpCode?: number;
}

/** Where a number lies in a header: offset of the 32-bit word, bits to the right of it, its size in bits. */
type Place = readonly [offset: number, shift: number, bits: number];

interface Header {
  readonly addressBytes: 4 | 16;
  readonly source: number;
  readonly destination: number;
  readonly numbers: Readonly<Record<Exclude<keyof U32Match, 'source' | 'destination'>, Place>>;
}

const behind = (offset: number) =>
  ({
    sourcePort: [offset, 16, 16],
    destinationPort: [offset, 0, 16],
    icmpType: [offset, 24, 8],
    icmpCode: [offset, 16, 8],
  }) as const;

const HEADERS: Readonly<Record<'ip' | 'ipv6', Header>> = {
  ip: {
    addressBytes: 4,
    source: 12,
    destination: 16,
    numbers: { protocol: [8, 16, 8], tos: [0, 16, 8], ...behind(20) },
  },
  ipv6: {
    addressBytes: 16,
    source: 8,
    destination: 24,
    numbers: { protocol: [4, 8, 8], tos: [0, 20, 8], ...behind(40) },
  },
};

export const ipProtocol: Check = (field, value) =>
  (typeof value === 'number' ? integer(0, 0xff) : oneOf(...Object.keys(IP_PROTOCOLS)))(field, value);

const byte = integer(0, 0xff);
const port = integer(0, 0xffff);

export const match: Check = (field, value) =>
  checkOptions<U32Match>(
    field,
    value as U32Match,
    {
      source: prefix,
      destination: prefix,
      protocol: ipProtocol,
      tos: byte,
      sourcePort: port,
      destinationPort: port,
      icmpType: byte,
      icmpCode: byte,
    },
    [],
    `${field}.`,
  );

const word = integer(0, 0xffff_ffff);

const offset: Check = (field, value) => {
  integer(-0x8000, 0x7fff)(field, value);
  if (Number(value) % 4 !== 0) throw new RangeError(`${field} must be a multiple of 4, not ${value}`);
};

export const keys: Check = (field, value) => {
  if (!Array.isArray(value) || value.length > 128) throw wrongType(field, value, 'a list of up to 128 keys');
  for (const [i, key] of value.entries()) {
    const where = `${field}[${i}]`;
    checkOptions<U32Key>(
      where,
      key,
      { offset, value: word, mask: word, nextHeader: boolean },
      ['offset', 'value'],
      `${where}.`,
    );
  }
};

/** Keys of a prefix: as many words as it reaches into. */
function prefixKeys(field: string, text: string, header: Header, offset: number): U32Key[] {
  const { bytes, length } = parsePrefix(field, text);
  if (bytes.length !== header.addressBytes) throw wrongType(field, text, "of the filter's protocol");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: Math.ceil(length / 32) }, (_, i) => {
    const bits = Math.min(length - i * 32, 32);
    const mask = (0xffff_ffff << (32 - bits)) >>> 0;
    return { offset: offset + i * 4, value: (view.getUint32(i * 4) & mask) >>> 0, mask };
  });
}

/** The keys that a match stands for; what lies in one word is one key. */
export function keysOf(match: U32Match, protocol: unknown): U32Key[] {
  const header = protocol === 'ip' || protocol === 'ipv6' ? HEADERS[protocol] : undefined;
  if (!header) throw new TypeError('match needs the protocol ip or ipv6; keys work with any');
  const { source, destination, ...numbers } = match;
  const found = [
    ...(source === undefined ? [] : prefixKeys('match.source', source, header, header.source)),
    ...(destination === undefined
      ? []
      : prefixKeys('match.destination', destination, header, header.destination)),
  ];
  for (const [name, place] of Object.entries(header.numbers)) {
    const given = numbers[name as keyof typeof numbers];
    if (given === undefined) continue;
    const [offset, shift, bits] = place;
    const number = typeof given === 'string' ? IP_PROTOCOLS[given] : given;
    found.push({ offset, value: (number << shift) >>> 0, mask: (((1 << bits) - 1) << shift) >>> 0 });
  }
  return merged(found);
}

function merged(keys: readonly U32Key[]): U32Key[] {
  const byOffset = new Map<number, U32Key>();
  for (const { offset, value, mask = 0 } of keys) {
    const before = byOffset.get(offset);
    byOffset.set(offset, {
      offset,
      value: (value | (before?.value ?? 0)) >>> 0,
      mask: (mask | (before?.mask ?? 0)) >>> 0,
    });
  }
  return [...byOffset.values()];
}
