import {
  NFTNL_RULE_CHAIN,
  NFTNL_RULE_HANDLE,
  NFTNL_RULE_TABLE,
  NFTNL_RULE_USERDATA,
} from '../../uapi/libnftnl_object.js';
import { eachAttribute, NLA_HEADER } from '../../wire/attributes.js';
import { string } from '../../wire/codec.js';
import { LITTLE_ENDIAN } from '../../wire/endian.js';
import { MESSAGE_HEADER, type MessageSpan } from '../../wire/message.js';
import type { Statement } from '../ast.js';
import { decodeExpression, fromKernelForm, type LowExpression } from '../expr/index.js';
import { familyNumbered } from '../family.js';
import type { KernelRule } from '../kernel.js';
import type { Names } from '../names/names.js';
import { SYSTEM_NAMES } from '../names/system.js';
import { ListedPatterns } from '../pattern/listed.js';
import { type Attribute, OPAQUE } from '../schema.js';
import { EXPRESSION, EXPRESSION_NAME, FAMILY_HEADER } from './format.js';

/** A rule as it came: its instructions are made when somebody asks for them. */
class EncodedRule implements KernelRule {
  readonly family: number;
  readonly table: string;
  readonly chain: string;
  readonly handle: number;
  readonly encoded: Uint8Array;
  statements: readonly Statement[] | undefined;
  declare readonly userdata?: Uint8Array;

  constructor(family: number, table: string, chain: string, handle: number, encoded: Uint8Array) {
    this.family = family;
    this.table = table;
    this.chain = chain;
    this.handle = handle;
    this.encoded = encoded;
  }

  get expressions(): LowExpression[] {
    const { buffer, byteOffset, byteLength } = this.encoded;
    const view = new DataView(buffer);
    const expressions: LowExpression[] = [];
    eachAttribute(view, byteOffset, byteOffset + byteLength, (_, from, to) => {
      expressions.push(readExpression(view, from, to));
    });
    return expressions;
  }
}

/**
 * Reads rules, of which most are of the same chain as the one before. Those that say everything by themselves are put
 * into words at once, while the next ones are on their way.
 */
export class RuleReader {
  readonly #patterns: ListedPatterns;
  readonly #table = new LastString();
  readonly #chain = new LastString();

  constructor(names: Partial<Names>) {
    const unknownNames = { interfaceIndex: unknown, interfaceName: unknown };
    this.#patterns = new ListedPatterns({ ...SYSTEM_NAMES, ...unknownNames, ...names });
  }

  read(view: DataView, span: MessageSpan): KernelRule {
    let table = '';
    let chain = '';
    let handle = 0;
    let userdata: Uint8Array | undefined;
    let start = span.end;
    eachAttribute(view, span.start + MESSAGE_HEADER + FAMILY_HEADER, span.end, (type, from, to) => {
      if (type === EXPRESSION) start = Math.min(start, from - NLA_HEADER);
      else if (type === NFTNL_RULE_TABLE) table = this.#table.read(view, from, to);
      else if (type === NFTNL_RULE_CHAIN) chain = this.#chain.read(view, from, to);
      else if (type === NFTNL_RULE_HANDLE) handle = Number(view.getBigUint64(from, LITTLE_ENDIAN));
      else if (type === NFTNL_RULE_USERDATA) userdata = bytesOf(view, from, to);
    });
    const family = view.getUint8(span.start + MESSAGE_HEADER);
    const rule = new EncodedRule(family, table, chain, handle, bytesOf(view, start, span.end));
    rule.statements = this.#raise(rule);
    return userdata === undefined ? rule : Object.assign(rule, { userdata });
  }

  #raise(rule: EncodedRule): readonly Statement[] | undefined {
    const family = familyNumbered(rule.family);
    if (family === undefined) return undefined;
    try {
      return this.#patterns.raiseAlone(family, rule);
    } catch (error) {
      if (error instanceof UnknownName) return undefined;
      throw error;
    }
  }
}

class UnknownName extends Error {}

function unknown(): never {
  throw new UnknownName('the names of interfaces are not known yet');
}

/** A string that is likely to be the same as the last one. */
class LastString {
  #bytes = new Uint8Array();
  #text = '';

  read(view: DataView, from: number, to: number): string {
    const bytes = this.#bytes;
    let same = bytes.length === to - from;
    for (let i = 0; same && i < bytes.length; i++) same = bytes[i] === view.getUint8(from + i);
    if (!same) {
      this.#bytes = bytesOf(view, from, to).slice();
      this.#text = string.read(view, from, to);
    }
    return this.#text;
  }
}

/** An instruction, in an attribute of its own. */
export function readExpression(view: DataView, start: number, end: number): LowExpression {
  const attributes: Attribute[] = [];
  let name = '';
  const inner: LowExpression[] = [];
  let opaque: Uint8Array | undefined;
  eachAttribute(view, start, end, (type, from, to) => {
    if (type === EXPRESSION) inner.push(readExpression(view, from, to));
    else if (type === EXPRESSION_NAME) name = string.read(view, from, to);
    else if (type === OPAQUE) opaque = bytesOf(view, from, to);
    else attributes.push([type, bytesOf(view, from, to)]);
  });
  if (opaque) return fromKernelForm(name, opaque);
  // libnftnl knows it and this library does not: then its attributes are what is kept.
  const known = decodeExpression(name, attributes);
  if (known?.name === 'dynset' && inner.length > 0) return { ...known, expressions: inner };
  return known ?? { name, opaque: bytesOf(view, start, end) };
}

function bytesOf(view: DataView, from: number, to: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + from, to - from);
}
