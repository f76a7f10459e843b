import { NFT_EXTHDR_F_PRESENT } from '../../uapi/nf_tables.js';
import type { OptionReference } from '../ast.js';
import { integer } from '../datatype/integer.js';
import { boolean } from '../datatype/packet.js';
import { fail, type RuleContext } from '../evaluate/context.js';
import type { ExthdrExpression } from '../expr/exthdr.js';
import type { OptionField, OptionHeader } from '../fields/option.js';
import { headerNamed, headerNumbered, optionFieldAt, optionFieldNamed } from '../fields/option.js';
import type { Parser } from '../parse/parser.js';
import { object, type Shape, text } from '../shape.js';
import type { Term } from '../term.js';
import { bytesFor } from '../value.js';
import { wholeBytes } from './bits.js';
import type { OptionKind, OptionTerm } from './term.js';

/** What one kind of header or option is to the kernel, and which ones there are. */
export interface OptionFamily<K extends OptionKind> {
  readonly kind: K;
  /** NFT_EXTHDR_OP_*. */
  readonly operation: number;
  readonly headers: readonly OptionHeader[];
  /** For messages: `IPv6 extension header`. */
  readonly description: string;
}

export const referenceShape: Shape = object({ name: text }, { field: text });

/** A field of a header or option. */
export function fieldTerm<K extends OptionKind>(kind: K, field: OptionField): OptionTerm<K> {
  const { header, type, offset, bits } = field;
  return { kind, number: header.number, offset, field, present: false, type, bits, order: 'big' };
}

/** Bits by position. */
export function rawTerm<K extends OptionKind>(
  kind: K,
  number: number,
  offset: number,
  bits: number,
): OptionTerm<K> {
  return { kind, number, offset, field: undefined, present: false, type: integer, bits, order: 'big' };
}

/** Whether a header or option is there. */
export function presenceTerm<K extends OptionKind>(kind: K, number: number): OptionTerm<K> {
  return {
    kind,
    number,
    offset: 0,
    field: undefined,
    present: true,
    type: boolean,
    bits: 8,
    order: 'big',
  };
}

/** Reads a name, and a field of it if there is one. */
export function parseReference(
  parser: Parser,
  { headers, description }: OptionFamily<OptionKind>,
  words: Readonly<Record<string, string>> = {},
): OptionReference {
  const header = headerNamed(headers, words[parser.value] ?? parser.value);
  if (header === undefined) {
    return parser.unexpected(
      `the name of an ${description}`,
      headers.map(({ name }) => name),
    );
  }
  parser.advance();
  const field = parseField(parser, header);
  return field === undefined ? { name: header.name } : { name: header.name, field };
}

/** The field at hand, if it is one: `stream`, or with an index `sid[1]`. */
export function parseField(parser: Parser, header: OptionHeader): string | undefined {
  const { value } = parser;
  if (optionFieldNamed(header, value) !== undefined) {
    parser.advance();
    return value;
  }
  if (parser.peek() !== '[' || optionFieldNamed(header, `${value}[1]`) === undefined) return undefined;
  parser.advance();
  parser.expectSymbol('[');
  const { start } = parser;
  const name = `${value}[${parser.number('an index')}]`;
  if (optionFieldNamed(header, name) === undefined) {
    parser.failAt({ start, end: parser.previousEnd }, `${header.name} has no ${name}`);
  }
  parser.expectSymbol(']');
  return name;
}

/** The term of a name and perhaps a field. */
export function referenceTerm<K extends OptionKind>(
  { kind, headers, description }: OptionFamily<K>,
  { name, field }: OptionReference,
  context: RuleContext,
): OptionTerm<K> {
  const header = headerNamed(headers, name);
  if (header === undefined) {
    context.enter('name');
    return fail(`"${name}" is not an ${description}`);
  }
  if (field === undefined) return presenceTerm(kind, header.number);
  const found = optionFieldNamed(header, field);
  if (found === undefined) {
    context.enter('field');
    return fail(`${name} has no field "${field}"`);
  }
  return fieldTerm(kind, found);
}

/** The term as it is compared: constants are of its kind, and it is loaded in whole bytes. */
export function evaluateOption(term: OptionTerm, context: RuleContext): Term {
  context.expectLike(term);
  return wholeBytes(term);
}

/** The instruction that loads an option. */
export function loadOption(term: OptionTerm, operation: number, dreg: number): ExthdrExpression {
  const { number, offset, bits, present } = term;
  return {
    name: 'exthdr',
    dreg,
    type: number,
    offset: offset >>> 3,
    len: bytesFor(bits),
    flags: present ? NFT_EXTHDR_F_PRESENT : 0,
    op: operation,
  };
}

/** What an instruction loads, if it is of this kind. */
export function raiseOption<K extends OptionKind>(
  { kind, operation, headers }: OptionFamily<K>,
  { op = 0, type, offset = 0, len = 0, flags = 0 }: ExthdrExpression,
): OptionTerm<K> | undefined {
  if (op !== operation) return undefined;
  if (flags === NFT_EXTHDR_F_PRESENT && offset === 0 && len === 1) return presenceTerm(kind, type);
  if (flags !== 0 || len === 0) return undefined;
  const field = optionFieldAt(headers, type, offset * 8, len * 8);
  return field === undefined ? rawTerm(kind, type, offset * 8, len * 8) : fieldTerm(kind, field);
}

/** The name, and the field if it is one; undefined where raw bits have none. */
export function referenceOf(
  { headers }: OptionFamily<OptionKind>,
  { number, field, present }: OptionTerm,
): OptionReference | undefined {
  if (field !== undefined) return { name: field.header.name, field: field.name };
  const header = present ? headerNumbered(headers, number) : undefined;
  return header && { name: header.name };
}

/** What constants compared with it are. */
export function referenceType({ headers }: OptionFamily<OptionKind>, { name, field }: OptionReference) {
  if (field === undefined) return boolean;
  const header = headerNamed(headers, name);
  return header && optionFieldNamed(header, field)?.type;
}

export function printReference({ name, field }: OptionReference): string {
  return field === undefined ? name : `${name} ${field}`;
}
