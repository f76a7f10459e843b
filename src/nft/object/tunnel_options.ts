import type { GeneveOption, TunnelObject } from '../ast.js';
import { fail } from '../evaluate/context.js';
import type { Parser } from '../parse/parser.js';
import { integer, list, object, type Shape, text, word } from '../shape.js';
import { checkCount } from '../statement/count.js';
import type { CheckContext } from './definition.js';
import type { TunnelOption } from './tunnel_form.js';

type Options = Pick<TunnelObject, 'type' | 'tunnel'>;

const DIRECTIONS = ['ingress', 'egress'] as const;

/** TUNNEL_OPTIONS: GENEVE's options are words of 32 bits, up to so many bytes. */
const LONGEST = 127;

const geneveShape = list(object({ class: integer, 'opt-type': integer, data: text }));
const othersShape = object(
  {},
  { gbp: integer, version: integer, index: integer, dir: word(...DIRECTIONS), hwid: integer },
);

export const optionsShape: Shape = (node, cursor) =>
  (Array.isArray(node) ? geneveShape : othersShape)(node, cursor);

/** `vxlan { gbp 200; }` and the like; undefined where something else is at hand. */
export function parseOptions(parser: Parser): Options | undefined {
  if (parser.word('vxlan'))
    return { type: 'vxlan', tunnel: Object.assign({}, ...parseBlock(parser, vxlanOption)) };
  if (parser.word('erspan'))
    return { type: 'erspan', tunnel: Object.assign({}, ...parseBlock(parser, erspanOption)) };
  return parser.word('geneve') ? { type: 'geneve', tunnel: parseBlock(parser, geneveOption) } : undefined;
}

function parseBlock<T>(parser: Parser, parseOne: (parser: Parser) => T | undefined): T[] {
  const found: T[] = [];
  parser.expectSymbol('{');
  while (!parser.symbol('}')) {
    if (parser.atSeparator()) parser.advance();
    else found.push(parseOne(parser) ?? parser.unexpected('an option of the tunnel, or "}"'));
  }
  return found;
}

function vxlanOption(parser: Parser) {
  return parser.word('gbp') ? { gbp: parser.number('a group policy', 0xffff_ffff) } : undefined;
}

function erspanOption(parser: Parser) {
  if (parser.word('version')) return { version: parser.number('a version', 2) };
  if (parser.word('index')) return { index: parser.number('an index', 0xffff_ffff) };
  if (parser.word('id')) return { hwid: parser.number('the number of the hardware', 0xff) };
  return parser.word('direction') ? { dir: parser.oneOf(DIRECTIONS, 'a direction') } : undefined;
}

/** `class 0x1 opt-type 0x2 data "0x12345678"` */
function geneveOption(parser: Parser): GeneveOption | undefined {
  if (!parser.word('class')) return undefined;
  const number = parser.number('a class', 0xffff);
  parser.expectWord('opt-type');
  const type = parser.number('a type', 0xff);
  parser.expectWord('data');
  return { class: number, 'opt-type': type, data: parser.string('bytes such as "0x12345678"') };
}

function isList(tunnel: NonNullable<Options['tunnel']>): tunnel is readonly GeneveOption[] {
  return Array.isArray(tunnel);
}

/** In the kernel's form. */
export function optionsOf({ type, tunnel = {} }: Options, { path }: CheckContext): TunnelOption[] {
  if (type === undefined) return [];
  path.push('tunnel');
  const made = makeOptions(type, tunnel, { path });
  path.pop();
  return made;
}

function makeOptions(
  type: NonNullable<Options['type']>,
  tunnel: NonNullable<Options['tunnel']>,
  context: CheckContext,
): TunnelOption[] {
  if (isList(tunnel)) {
    if (type !== 'geneve') return fail('only options of GENEVE are a list');
    return tunnel.map((option: GeneveOption, i) => {
      context.path.push(i);
      const made = geneveForm(option, context);
      context.path.pop();
      return made;
    });
  }
  if (type === 'geneve') return fail('options of GENEVE are a list');
  const { gbp = 0, version, index = 0, dir = 'ingress', hwid = 0 } = tunnel;
  if (type === 'vxlan') return [{ kind: type, gbp: checkCount('gbp', gbp, 0xffff_ffff, context) }];
  if (version === 1)
    return [{ kind: type, version, index: checkCount('index', index, 0xffff_ffff, context) }];
  if (version !== 2) return fail('the version of ERSPAN is 1 or 2');
  return [
    { kind: type, version, dir: DIRECTIONS.indexOf(dir), hwid: checkCount('hwid', hwid, 0xff, context) },
  ];
}

function geneveForm(
  { class: number, 'opt-type': type, data }: GeneveOption,
  context: CheckContext,
): TunnelOption {
  const digits = /^0x((?:[0-9a-f]{8})+)$/i.exec(data)?.[1];
  if (digits === undefined || digits.length / 2 > LONGEST) {
    context.path.push('data');
    return fail(`"${data}" is not what an option of GENEVE holds: "0x" and words of 8 hexadecimal digits`);
  }
  return {
    kind: 'geneve',
    class: checkCount('class', number, 0xffff, context),
    type: checkCount('opt-type', type, 0xff, context),
    data: Uint8Array.from(Buffer.from(digits, 'hex')),
  };
}

/** From the kernel's form. */
export function optionsIn(options: readonly TunnelOption[]): Options {
  const [first] = options;
  if (first?.kind === 'vxlan') return { type: first.kind, tunnel: { gbp: first.gbp ?? 0 } };
  if (first?.kind === 'erspan') {
    const { kind, version = 1, index = 0, dir = 0, hwid = 0 } = first;
    if (version === 1) return { type: kind, tunnel: { version, index } };
    return { type: kind, tunnel: { version, dir: DIRECTIONS[dir] ?? 'ingress', hwid } };
  }
  const tunnel = options.flatMap((option): GeneveOption[] => {
    if (option.kind !== 'geneve') return [];
    const data = `0x${Buffer.from(option.data ?? []).toString('hex')}`;
    return [{ class: option.class ?? 0, 'opt-type': option.type ?? 0, data }];
  });
  return tunnel.length === 0 ? {} : { type: 'geneve', tunnel };
}

export function printOptions({ type, tunnel = {} }: Options): string[] {
  if (type === undefined) return [];
  const lines = isList(tunnel) ? tunnel.map(printGeneve) : Object.entries(tunnel).map(printOption);
  return [`${type} {`, ...lines.map((line) => `\t${line}`), '}'];
}

function printGeneve({ class: number, 'opt-type': type, data }: GeneveOption): string {
  return `class 0x${number.toString(16)} opt-type 0x${type.toString(16)} data "${data}"`;
}

const WORDS: Readonly<Record<string, string>> = { dir: 'direction', hwid: 'id' };

function printOption([key, value]: [string, unknown]): string {
  return `${WORDS[key] ?? key} ${value}`;
}
