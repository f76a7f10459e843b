import {
  NFT_MSG_NEWCHAIN,
  NFT_MSG_NEWFLOWTABLE,
  NFT_MSG_NEWOBJ,
  NFT_MSG_NEWRULE,
  NFT_MSG_NEWSET,
  NFT_MSG_NEWSETELEM,
  NFT_MSG_NEWTABLE,
} from '../../uapi/nf_tables.js';
import { eachAttribute } from '../../wire/attributes.js';
import { MESSAGE_HEADER, type MessageSpan, messagesIn } from '../../wire/message.js';
import type {
  KernelChain,
  KernelFlowtable,
  KernelObject,
  KernelRule,
  KernelRuleset,
  KernelSet,
  KernelTable,
} from '../kernel.js';
import type { Names } from '../names/names.js';
import { objectDefinition, objectKindNumbered } from '../object/index.js';
import type { ElementMessage } from '../operation.js';
import { type Attribute, decodeKnown } from '../schema.js';
import { FAMILY_HEADER } from './format.js';
import { chain, flowtable, object, table } from './object.js';
import { RuleReader } from './read_rule.js';
import { SetReader } from './read_set.js';

/** Reads the parts of an answer of the addon. */
export class ObjectReader {
  readonly objects = {
    tables: [] as KernelTable[],
    chains: [] as KernelChain[],
    sets: [] as KernelSet[],
    objects: [] as KernelObject[],
    flowtables: [] as KernelFlowtable[],
    rules: [] as KernelRule[],
  } satisfies KernelRuleset;
  readonly #sets = new SetReader();
  readonly #rules: RuleReader;

  /** @param names look-ups instead of this machine's */
  constructor(names: Partial<Names> = {}) {
    this.#rules = new RuleReader(names);
  }

  /** The elements that have been read since they were last taken, so that nobody need keep them all. */
  takeElements(): ElementMessage[] {
    return this.#sets.takeElements();
  }

  /** The elements of a set, whether it has been read itself or not. */
  elementsOf(set: Pick<KernelSet, 'family' | 'table' | 'name'>): readonly ElementMessage[] {
    return this.#sets.elementsOf(set);
  }

  read(part: ArrayBuffer): void {
    const { tables, chains, sets, objects, flowtables, rules } = this.objects;
    const view = new DataView(part);
    for (const span of messagesIn(view)) {
      switch (span.type & 0xff) {
        case NFT_MSG_NEWTABLE:
          tables.push(readTable(view, span));
          break;
        case NFT_MSG_NEWCHAIN:
          chains.push(readChain(view, span));
          break;
        case NFT_MSG_NEWOBJ:
          objects.push(readObject(view, span));
          break;
        case NFT_MSG_NEWFLOWTABLE:
          flowtables.push(readFlowtable(view, span));
          break;
        case NFT_MSG_NEWSET:
          sets.push(this.#sets.read(view, span));
          break;
        case NFT_MSG_NEWSETELEM:
          this.#sets.readElements(view, span);
          break;
        case NFT_MSG_NEWRULE:
          rules.push(this.#rules.read(view, span));
          break;
      }
    }
  }
}

function readTable(view: DataView, span: MessageSpan): KernelTable {
  const attributes = attributesOf(view, span);
  const { name = '', handle = 0, ...rest } = decodeKnown(table, attributes);
  return { family: familyOf(view, span), name, handle: Number(handle), ...rest };
}

function readChain(view: DataView, span: MessageSpan): KernelChain {
  const attributes = attributesOf(view, span);
  const { table: of = '', name = '', handle = 0, device, devices, ...rest } = decodeKnown(chain, attributes);
  const names = devices ? splitStrings(devices) : device === undefined ? undefined : [device];
  return {
    family: familyOf(view, span),
    table: of,
    name,
    handle: Number(handle),
    ...rest,
    ...(names ? { devices: names } : {}),
  };
}

function readObject(view: DataView, span: MessageSpan): KernelObject {
  const attributes = attributesOf(view, span);
  const { table: of = '', name = '', handle = 0, type = 0, ...rest } = decodeKnown(object, attributes);
  const kind = objectKindNumbered(type);
  return {
    family: familyOf(view, span),
    table: of,
    name,
    handle: Number(handle),
    type,
    fields: kind === undefined ? {} : decodeKnown(objectDefinition(kind).schema, attributes),
    ...rest,
  };
}

function readFlowtable(view: DataView, span: MessageSpan): KernelFlowtable {
  const attributes = attributesOf(view, span);
  const { table: of = '', name = '', handle = 0, devices, ...rest } = decodeKnown(flowtable, attributes);
  return {
    family: familyOf(view, span),
    table: of,
    name,
    handle: Number(handle),
    ...rest,
    ...(devices ? { devices: splitStrings(devices) } : {}),
  };
}

function familyOf(view: DataView, span: MessageSpan): number {
  return view.getUint8(span.start + MESSAGE_HEADER);
}

function attributesOf(view: DataView, span: MessageSpan): Attribute[] {
  const attributes: Attribute[] = [];
  eachAttribute(view, span.start + MESSAGE_HEADER + FAMILY_HEADER, span.end, (type, from, to) => {
    attributes.push([type, bytesOf(view, from, to)]);
  });
  return attributes;
}

function bytesOf(view: DataView, from: number, to: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + from, to - from);
}

function splitStrings(bytes: Uint8Array): string[] {
  return new TextDecoder().decode(bytes).split('\0').filter(Boolean);
}
