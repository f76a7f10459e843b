import {
  NLM_F_APPEND,
  NLM_F_CREATE,
  NLM_F_DUMP,
  NLM_F_EXCL,
  NLM_F_REPLACE,
  NLM_F_REQUEST,
} from '../../uapi/netlink.js';
import {
  NFT_MSG_DELCHAIN,
  NFT_MSG_DELFLOWTABLE,
  NFT_MSG_DELOBJ,
  NFT_MSG_DELRULE,
  NFT_MSG_DELSET,
  NFT_MSG_DELSETELEM,
  NFT_MSG_DELTABLE,
  NFT_MSG_DESTROYCHAIN,
  NFT_MSG_DESTROYFLOWTABLE,
  NFT_MSG_DESTROYOBJ,
  NFT_MSG_DESTROYRULE,
  NFT_MSG_DESTROYSET,
  NFT_MSG_DESTROYSETELEM,
  NFT_MSG_DESTROYTABLE,
  NFT_MSG_GETCHAIN,
  NFT_MSG_GETFLOWTABLE,
  NFT_MSG_GETOBJ,
  NFT_MSG_GETOBJ_RESET,
  NFT_MSG_GETRULE,
  NFT_MSG_GETSET,
  NFT_MSG_GETSETELEM,
  NFT_MSG_GETTABLE,
  NFT_MSG_NEWCHAIN,
  NFT_MSG_NEWFLOWTABLE,
  NFT_MSG_NEWOBJ,
  NFT_MSG_NEWRULE,
  NFT_MSG_NEWSET,
  NFT_MSG_NEWSETELEM,
  NFT_MSG_NEWTABLE,
} from '../../uapi/nf_tables.js';
import { NFNL_SUBSYS_NFTABLES } from '../../uapi/nfnetlink.js';
import { LITTLE_ENDIAN } from '../../wire/endian.js';
import { MESSAGE_HEADER } from '../../wire/message.js';
import { Writer } from '../../wire/writer.js';
import { encodeExpression, isOpaque, type LowExpression } from '../expr/index.js';
import { objectDefinition, objectKindNumbered } from '../object/index.js';
import type {
  ChainMessage,
  ElementMessage,
  ElementsMessage,
  FlowtableMessage,
  ObjectMessage,
  Operation,
  RuleMessage,
  SetMessage,
  TableMessage,
} from '../operation.js';
import type { PatternedRule, RulePattern } from '../pattern/pattern.js';
import { encodeFields, type FieldValues } from '../schema.js';
import { ELEMENT, EXPRESSION, EXPRESSION_NAME, FAMILY_HEADER } from './format.js';
import { chain, element, flowtable, object, rule, set, table } from './object.js';
import { Sink } from './sink.js';

/** An operation that changes something. */
export type Change = Exclude<Operation, { readonly op: 'list' }>;

const DUMPS = {
  table: NFT_MSG_GETTABLE,
  chain: NFT_MSG_GETCHAIN,
  object: NFT_MSG_GETOBJ,
  flowtable: NFT_MSG_GETFLOWTABLE,
  set: NFT_MSG_GETSET,
  element: NFT_MSG_GETSETELEM,
  rule: NFT_MSG_GETRULE,
} as const;

/** What can be dumped. */
export type Dumped = keyof typeof DUMPS;

/** Which objects: of a table, a kind, a name. */
export interface ObjectFilter {
  readonly family: number;
  readonly table?: string | undefined;
  readonly type?: number | undefined;
  readonly name?: string | undefined;
}

const MODES = {
  append: NLM_F_CREATE | NLM_F_APPEND,
  insert: NLM_F_CREATE,
  replace: NLM_F_REPLACE,
} as const;

/** The instructions of a pattern as they are sent, and where in them the data of its slots lie. */
interface EncodedPattern {
  readonly bytes: Uint8Array;
  readonly places: readonly number[];
}

/** Messages for the addon, one behind the other. */
export class Messages {
  readonly #writer = new Writer();
  readonly #sink = new Sink(this.#writer);
  readonly #patterns = new Map<RulePattern, EncodedPattern>();

  /** The dump of everything of a kind in a family. */
  dump(what: Dumped, family: number): void {
    this.#message(DUMPS[what], NLM_F_DUMP, family, () => {});
  }

  /** The dump of some objects, which sets their counts back. */
  reset({ family, ...fields }: ObjectFilter): void {
    const named = fields.name !== undefined;
    this.#message(NFT_MSG_GETOBJ_RESET, named ? 0 : NLM_F_DUMP, family, () =>
      encodeFields(object, fields, this.#sink),
    );
  }

  change(change: Change): void {
    switch (change.op) {
      case 'newtable':
        this.#table(NFT_MSG_NEWTABLE, creation(change.exclusive), change.table);
        break;
      case 'deltable':
        this.#table(change.destroy ? NFT_MSG_DESTROYTABLE : NFT_MSG_DELTABLE, 0, change.table);
        break;
      case 'newchain':
        this.#chain(NFT_MSG_NEWCHAIN, creation(change.exclusive), change.chain);
        break;
      case 'renamechain':
        this.#chain(NFT_MSG_NEWCHAIN, 0, { ...change.chain, name: change.name });
        break;
      case 'delchain':
        this.#chain(change.destroy ? NFT_MSG_DESTROYCHAIN : NFT_MSG_DELCHAIN, 0, change.chain);
        break;
      case 'newobject':
        this.#object(NFT_MSG_NEWOBJ, creation(change.exclusive), change.object);
        break;
      case 'delobject':
        this.#object(change.destroy ? NFT_MSG_DESTROYOBJ : NFT_MSG_DELOBJ, 0, change.object);
        break;
      case 'newflowtable':
        this.#flowtable(NFT_MSG_NEWFLOWTABLE, creation(change.exclusive), change.flowtable);
        break;
      case 'delflowtable':
        this.#flowtable(
          change.destroy ? NFT_MSG_DESTROYFLOWTABLE : NFT_MSG_DELFLOWTABLE,
          0,
          change.flowtable,
        );
        break;
      case 'newset':
        this.#set(NFT_MSG_NEWSET, creation(change.exclusive), change.set);
        break;
      case 'delset':
        this.#set(change.destroy ? NFT_MSG_DESTROYSET : NFT_MSG_DELSET, 0, change.set);
        break;
      case 'newelements':
        this.#elements(NFT_MSG_NEWSETELEM, creation(change.exclusive), change.elements);
        break;
      case 'delelements':
        this.#elements(change.destroy ? NFT_MSG_DESTROYSETELEM : NFT_MSG_DELSETELEM, 0, change.elements);
        break;
      case 'newrule':
        this.#rule(NFT_MSG_NEWRULE, MODES[change.mode], change.rule);
        break;
      case 'delrule':
        this.#rule(change.destroy ? NFT_MSG_DESTROYRULE : NFT_MSG_DELRULE, 0, change.rule);
        break;
    }
  }

  finish(): Uint8Array {
    return this.#writer.finish();
  }

  get length(): number {
    return this.#writer.length;
  }

  /** The messages so far, for the caller to keep; the next one begins anew. */
  take(): Uint8Array {
    const taken = this.#writer.bytes.slice(0, this.#writer.length);
    this.#writer.truncate(0);
    return taken;
  }

  #table(type: number, flags: number, { family, ...fields }: TableMessage): void {
    this.#message(type, flags, family, () => encodeFields(table, fields, this.#sink));
  }

  #chain(type: number, flags: number, { family, devices, ...fields }: ChainMessage): void {
    // The kernel takes one device in one form and several in another.
    const [device, ...more] = devices ?? [];
    const names = more.length === 0 ? { device } : { devices: joinStrings(devices ?? []) };
    this.#message(type, flags, family, () => encodeFields(chain, { ...fields, ...names }, this.#sink));
  }

  #object(type: number, flags: number, { family, fields = {}, ...names }: ObjectMessage): void {
    const kind = objectKindNumbered(names.type);
    this.#message(type, flags, family, () => {
      // libnftnl must know the kind before it takes what only that has.
      encodeFields(object, names, this.#sink);
      if (kind !== undefined) encodeFields(objectDefinition(kind).schema, fields, this.#sink);
    });
  }

  #flowtable(type: number, flags: number, { family, devices, ...fields }: FlowtableMessage): void {
    const names = devices === undefined || devices.length === 0 ? {} : { devices: joinStrings(devices) };
    this.#message(type, flags, family, () => encodeFields(flowtable, { ...fields, ...names }, this.#sink));
  }

  #set(type: number, flags: number, { family, fieldLengths, expressions = [], ...fields }: SetMessage): void {
    const lengths = fieldLengths === undefined ? {} : { fieldLengths: Uint8Array.from(fieldLengths) };
    this.#message(type, flags, family, () => {
      encodeFields(set, { ...fields, ...lengths }, this.#sink);
      for (const expression of expressions) this.#expression(expression);
    });
  }

  #elements(
    type: number,
    flags: number,
    { family, table, set: name, setId: id, elements }: ElementsMessage,
  ): void {
    this.#message(type, flags, family, () => {
      encodeFields(set, { table, name, id }, this.#sink);
      for (const each of elements) this.#element(each);
    });
  }

  #element({ expressions = [], ...fields }: ElementMessage): void {
    this.#sink.nest(ELEMENT, () => {
      encodeFields(element, fields, this.#sink);
      for (const expression of expressions) this.#expression(expression);
    });
  }

  #rule(type: number, flags: number, message: RuleMessage): void {
    const { family, expressions = [], patterned } = message;
    const fields: object = message;
    this.#message(type, flags, family, () => {
      encodeFields(rule, fields as FieldValues, this.#sink);
      if (patterned !== undefined) this.#patterned(patterned);
      else for (const expression of expressions) this.#expression(expression);
    });
  }

  /** Of each pattern the instructions are encoded once, and copied for its rules with the data of theirs. */
  #patterned({ pattern, data }: PatternedRule): void {
    let encoded = this.#patterns.get(pattern);
    if (encoded === undefined) {
      encoded = this.#encode(pattern);
      this.#patterns.set(pattern, encoded);
    }
    const start = this.#writer.reserve(encoded.bytes.length);
    const { bytes } = this.#writer;
    bytes.set(encoded.bytes, start);
    for (let i = 0; i < data.length; i++) {
      copy(data[i] as Uint8Array, bytes, start + (encoded.places[i] as number));
    }
  }

  #encode({ instructions, slots }: RulePattern): EncodedPattern {
    const start = this.#writer.length;
    const written = new Map<Uint8Array, number>();
    this.#sink.written = (bytes, at) => written.set(bytes, at - start);
    for (const instruction of instructions) this.#expression(instruction);
    this.#sink.written = undefined;
    const bytes = this.#writer.bytes.slice(start, this.#writer.length);
    this.#writer.truncate(start);
    return { bytes, places: slots.map(({ data }) => written.get(data) ?? 0) };
  }

  #expression(expression: LowExpression): void {
    if (isOpaque(expression)) {
      throw new TypeError(`expression ${expression.name} is not understood and cannot be written`);
    }
    this.#sink.nest(EXPRESSION, () => {
      this.#sink.string(EXPRESSION_NAME, expression.name);
      encodeExpression(expression, this.#sink);
      if (expression.name === 'dynset')
        for (const each of expression.expressions ?? []) this.#expression(each);
    });
  }

  #message(type: number, flags: number, family: number, fill: () => void): void {
    const start = this.#writer.reserve(MESSAGE_HEADER + FAMILY_HEADER);
    fill();
    const { view, length } = this.#writer;
    view.setUint32(start, length - start, LITTLE_ENDIAN);
    view.setUint16(start + 4, (NFNL_SUBSYS_NFTABLES << 8) | type, LITTLE_ENDIAN);
    view.setUint16(start + 6, flags | NLM_F_REQUEST, LITTLE_ENDIAN);
    view.setUint8(start + MESSAGE_HEADER, family);
  }
}

/** A few bytes: a loop is faster than a call. */
function copy(from: Uint8Array, to: Uint8Array, at: number): void {
  for (let i = 0; i < from.length; i++) to[at + i] = from[i] as number;
}

function creation(exclusive: boolean): number {
  return exclusive ? NLM_F_CREATE | NLM_F_EXCL : NLM_F_CREATE;
}

function joinStrings(strings: readonly string[]): Uint8Array {
  return new TextEncoder().encode(strings.map((text) => `${text}\0`).join(''));
}
