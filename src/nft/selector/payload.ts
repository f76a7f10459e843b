import { didYouMean } from '../../check/suggest.js';
import type { HeaderPayload, PayloadExpression, RawPayload, TunnelName } from '../ast.js';
import { fail, type RuleContext } from '../evaluate/context.js';
import { requirePayload } from '../evaluate/dependency.js';
import { requireInside } from '../evaluate/tunnel.js';
import { fieldNamed, PROTOCOL_NAMES, protocolNamed } from '../fields/index.js';
import { type HeaderField, LAYERS, type Layer } from '../fields/protocol.js';
import { nameOf, TUNNEL_NAMES, tunnelNamed } from '../fields/tunnel.js';
import type { Parser } from '../parse/parser.js';
import { integer, object, text, word } from '../shape.js';
import type { PayloadTerm } from '../term.js';
import { bytesFor } from '../value.js';
import { wholeBytes } from './bits.js';
import { BASES, baseOf, payloadTerm, rawPayloadTerm } from './payload_term.js';
import type { Instruction, Selector } from './selector.js';

/** The widest that a register holds. */
const WIDEST = 128;

const BASE_NAMES: Readonly<Record<Layer, RawPayload['base']>> = {
  link: 'll',
  network: 'nh',
  transport: 'th',
  inner: 'ih',
};

/** Words of the text for fields that have another name. */
const FIELD_WORDS: Readonly<Record<string, string>> = { 'param-problem': 'parameter-problem' };

const headerShape = object({ protocol: text, field: text }, { tunnel: word(...TUNNEL_NAMES) });
const rawShape = object(
  { base: word('ll', 'nh', 'th', 'ih'), offset: integer, len: integer },
  { tunnel: word(...TUNNEL_NAMES) },
);

function isRaw(node: unknown): boolean {
  return typeof node === 'object' && node !== null && 'base' in node;
}

/** Header fields, and raw bits of the packet. */
export const payload: Selector<PayloadExpression, PayloadTerm, Instruction<'payload'>> = {
  keywords: [
    '@',
    'ether',
    'vlan',
    'arp',
    'ip',
    'icmp',
    'igmp',
    'ip6',
    'icmpv6',
    'ah',
    'esp',
    'comp',
    'udp',
    'udplite',
    'tcp',
    'dccp',
    'sctp',
    'th',
    ...TUNNEL_NAMES,
  ],

  parse(parser) {
    const tunnel = parseTunnel(parser);
    if (parser.symbol('@')) return { payload: { ...tunnel, ...parseRaw(parser) } };
    const protocol = parser.value;
    parser.advance();
    const { start } = parser;
    const node = { ...tunnel, protocol, field: parseField(parser, protocol) };
    parser.mark(node, 'field', start);
    return { payload: node };
  },

  print({ payload: node }) {
    const { tunnel } = node;
    const prefix = tunnel === undefined || ('field' in node && tunnel === node.protocol) ? '' : `${tunnel} `;
    if ('base' in node) return `${prefix}@${node.base},${node.offset},${node.len}`;
    return `${prefix}${node.protocol} ${node.field}`;
  },

  typeOf({ payload: node }) {
    if ('base' in node) return rawPayloadTerm(BASES[node.base], node.offset, node.len).type;
    return fieldNamed(node.protocol, node.field)?.type;
  },

  shape: object({ payload: (node, cursor) => (isRaw(node) ? rawShape : headerShape)(node, cursor) }),

  evaluate(expression, context) {
    const term = evaluatePayload(expression, context);
    context.expectLike(term);
    return wholeBytes(term);
  },

  instruction: 'payload',

  load: (term, dreg) => ({
    name: 'payload',
    dreg,
    base: baseOf(term),
    offset: term.offset >>> 3,
    len: bytesFor(term.bits),
  }),

  raise({ base, offset, len }) {
    const layer = LAYERS[base];
    return layer && rawPayloadTerm(layer, offset * 8, len * 8);
  },

  toAst({ field, layer, offset, bits, tunnel }) {
    const inside = tunnel && { tunnel: nameOf(tunnel) };
    if (field !== undefined)
      return { payload: { ...inside, protocol: field.protocol.name, field: field.name } };
    return { payload: { ...inside, base: BASE_NAMES[layer], offset, len: bits } };
  },
};

/** The bits that are meant, and no more; what the field depends on is tested. */
export function evaluatePayload({ payload: node }: PayloadExpression, context: RuleContext): PayloadTerm {
  context.enter('payload');
  const term = 'base' in node ? evaluateRaw(node) : payloadTerm(findField(node, context));
  const placed =
    node.tunnel === undefined
      ? requirePayload(term, context)
      : requireInside(term, tunnelNamed(node.tunnel), context);
  context.leave();
  return placed;
}

const INNER_HEADERS = PROTOCOL_NAMES.filter((name) => !TUNNEL_NAMES.some((tunnel) => tunnel === name));

/** The tunnel, if there is one; then the header's name is at hand, which may be the tunnel's own. */
function parseTunnel(parser: Parser): { readonly tunnel: TunnelName } | undefined {
  const tunnel = TUNNEL_NAMES.find((name) => parser.atWord(name));
  if (tunnel === undefined) return undefined;
  const own = protocolNamed(tunnel);
  const next = parser.peek();
  if (own?.fields.some(({ name }) => name === next)) return own.layer === 'inner' ? { tunnel } : undefined;
  parser.advance();
  if (!parser.atSymbol('@') && !INNER_HEADERS.includes(parser.value))
    parser.unexpected(`a field of ${tunnel}, or a header inside of it`, INNER_HEADERS);
  return { tunnel };
}

function parseRaw(parser: Parser): RawPayload {
  const base = parser.oneOf(['ll', 'nh', 'th', 'ih'], 'a header');
  parser.expectSymbol(',');
  const offset = parser.number('an offset in bits');
  parser.expectSymbol(',');
  return { base, offset, len: parser.number('a length in bits') };
}

function parseField(parser: Parser, protocol: string): string {
  const word = parser.value;
  const name = FIELD_WORDS[word] ?? word;
  const fields = protocolNamed(protocol)?.fields ?? [];
  if (fields.some((field) => field.name === name)) {
    parser.advance();
    return name;
  }
  // ARP has addresses of two kinds: `arp saddr ip`.
  const double = `${word} ${parser.peek()}`;
  if (fields.some((field) => field.name === double)) {
    parser.advance();
    parser.advance();
    return double;
  }
  return parser.unexpected(
    `a field of ${protocol}`,
    fields.map((field) => field.name),
  );
}

function findField({ protocol, field }: HeaderPayload, context: RuleContext): HeaderField {
  const found = fieldNamed(protocol, field);
  if (found !== undefined) return found;
  const known = protocolNamed(protocol);
  context.enter(known === undefined ? 'protocol' : 'field');
  if (known === undefined)
    return fail(`unknown protocol "${protocol}"${didYouMean(protocol, PROTOCOL_NAMES)}`);
  const hint = didYouMean(
    field,
    known.fields.map((each) => each.name),
  );
  return fail(`${protocol} has no field "${field}"${hint}`);
}

function evaluateRaw({ base, offset, len }: RawPayload): PayloadTerm {
  const layer = BASES[base];
  if (!(len > 0 && len <= WIDEST) || !(offset >= 0)) fail(`a register holds 1 to ${WIDEST} bits`);
  return rawPayloadTerm(layer, offset, len);
}
