import { NLM_F_DUMP, NLM_F_ECHO } from '../../uapi/netlink.js';
import {
  NFT_MSG_GETCHAIN,
  NFT_MSG_GETFLOWTABLE,
  NFT_MSG_GETOBJ,
  NFT_MSG_GETOBJ_RESET,
  NFT_MSG_GETRULE,
  NFT_MSG_GETRULE_RESET,
  NFT_MSG_GETSET,
  NFT_MSG_GETSETELEM,
  NFT_MSG_GETSETELEM_RESET,
  NFT_MSG_GETTABLE,
} from '../../uapi/nf_tables.js';
import { objectDefinition, objectKindNumbered } from '../object/index.js';
import type {
  ChainMessage,
  ElementMessage,
  FlowtableMessage,
  ObjectMessage,
  SetMessage,
} from '../operation.js';
import { encodeFields } from '../schema.js';
import { MessageWriter } from './message.js';
import { type Change, flagsOf, typeOf } from './message_type.js';
import { chain, flowtable, object, rule, set, table } from './object.js';
import { RuleWriter } from './write_rule.js';
import { writeElements, writeSet } from './write_set.js';

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
interface ObjectFilter {
  readonly family: number;
  readonly table?: string | undefined;
  readonly type?: number | undefined;
  readonly name?: string | undefined;
}

/** Which rules: of a table, a chain, a handle. */
interface RuleFilter {
  readonly family: number;
  readonly table?: string | undefined;
  readonly chain?: string | undefined;
  readonly handle?: number | undefined;
}

/** Which set. */
type SetName = Pick<SetMessage, 'family' | 'table' | 'name'>;

/** Messages for the addon, one behind the other. */
export class Messages {
  readonly #to = new MessageWriter();
  readonly #rules = new RuleWriter(this.#to);
  readonly #changeFlags: number;

  /** @param echo whether the kernel is to say what each change has made */
  constructor(echo = false) {
    this.#changeFlags = echo ? NLM_F_ECHO : 0;
  }

  /** The dump of everything of a kind in a family. */
  dump(what: Dumped, family: number): void {
    this.#to.message({ type: DUMPS[what], flags: NLM_F_DUMP, family }, () => {});
  }

  /** One set. */
  set({ family, table, name }: SetName): void {
    this.#get(NFT_MSG_GETSET, 0, family, () => encodeFields(set, { table, name }, this.#to.sink));
  }

  /** The dump of a set's elements; with `reset` their counts are set back. */
  elements({ family, table, name }: SetName, reset: boolean): void {
    const type = reset ? NFT_MSG_GETSETELEM_RESET : NFT_MSG_GETSETELEM;
    this.#get(type, NLM_F_DUMP, family, () => encodeFields(set, { table, name }, this.#to.sink));
  }

  /** One element. */
  element(
    { family, table, name = '', element }: SetName & { readonly element: ElementMessage },
    reset: boolean,
  ): void {
    const type = reset ? NFT_MSG_GETSETELEM_RESET : NFT_MSG_GETSETELEM;
    this.#get(type, 0, family, () =>
      writeElements({ family, table, set: name, elements: [element] }, this.#to),
    );
  }

  /** The dump of some objects, or one by its name, which sets their counts back. */
  resetObjects({ family, ...fields }: ObjectFilter): void {
    const flags = fields.name === undefined ? NLM_F_DUMP : 0;
    this.#get(NFT_MSG_GETOBJ_RESET, flags, family, () => encodeFields(object, fields, this.#to.sink));
  }

  /** The dump of some rules, or one by its handle, which sets their counts back. */
  resetRules({ family, table, chain, handle }: RuleFilter): void {
    const flags = handle === undefined ? NLM_F_DUMP : 0;
    this.#get(NFT_MSG_GETRULE_RESET, flags, family, () =>
      encodeFields(rule, { table, chain, handle }, this.#to.sink),
    );
  }

  #get(type: number, flags: number, family: number, fill: () => void): void {
    this.#to.message({ type, flags, family }, fill);
  }

  change(change: Change): void {
    const { family } = messageOf(change);
    const head = { type: typeOf(change), flags: flagsOf(change) | this.#changeFlags, family };
    this.#to.message(head, () => this.#write(change));
  }

  finish(): Uint8Array {
    return this.#to.writer.finish();
  }

  get length(): number {
    return this.#to.writer.length;
  }

  /** The messages so far, for the caller to keep; the next one begins anew. */
  take(): Uint8Array {
    const { writer } = this.#to;
    const taken = writer.bytes.slice(0, writer.length);
    writer.truncate(0);
    return taken;
  }

  #write(change: Change): void {
    const to = this.#to;
    if ('rule' in change) this.#rules.write(change.rule);
    else if ('elements' in change) writeElements(change.elements, to);
    else if ('set' in change) writeSet(change.set, to);
    else if ('object' in change) writeObject(change.object, to);
    else if ('flowtable' in change) writeFlowtable(change.flowtable, to);
    else if ('table' in change) encodeFields(table, { ...change.table }, to.sink);
    else writeChain(change.op === 'renamechain' ? { ...change.chain, name: change.name } : change.chain, to);
  }
}

/** What a change says of its object. */
function messageOf(change: Change): { readonly family: number } {
  if ('rule' in change) return change.rule;
  if ('elements' in change) return change.elements;
  if ('set' in change) return change.set;
  if ('object' in change) return change.object;
  if ('flowtable' in change) return change.flowtable;
  return 'table' in change ? change.table : change.chain;
}

function writeChain({ devices, ...fields }: ChainMessage, to: MessageWriter): void {
  // The kernel takes one device in one form and several in another.
  const [device, ...more] = devices ?? [];
  const names = more.length === 0 ? { device } : { devices: joinStrings(devices ?? []) };
  encodeFields(chain, { ...fields, ...names }, to.sink);
}

function writeObject({ fields = {}, ...names }: ObjectMessage, to: MessageWriter): void {
  const kind = objectKindNumbered(names.type);
  // libnftnl must know the kind before it takes what only that has.
  encodeFields(object, names, to.sink);
  if (kind !== undefined) encodeFields(objectDefinition(kind).schema, fields, to.sink);
}

function writeFlowtable({ devices, ...fields }: FlowtableMessage, to: MessageWriter): void {
  const names = devices === undefined || devices.length === 0 ? {} : { devices: joinStrings(devices) };
  encodeFields(flowtable, { ...fields, ...names }, to.sink);
}

function joinStrings(strings: readonly string[]): Uint8Array {
  return new TextEncoder().encode(strings.map((text) => `${text}\0`).join(''));
}
