import { didYouMean } from '../../check/suggest.js';
import {
  NFT_CHAIN_BINDING,
  NFT_DATA_VERDICT,
  NFT_SET_ANONYMOUS,
  NFT_SET_CONCAT,
  NFT_SET_CONSTANT,
  NFT_SET_ELEM_INTERVAL_END,
  NFT_SET_EVAL,
  NFT_SET_INTERVAL,
  NFT_SET_MAP,
  NFT_SET_OBJECT,
  NFT_SET_TIMEOUT,
} from '../../uapi/nf_tables.js';
import { fieldLength, fieldsOf } from '../datatype/concat.js';
import type { TypedField } from '../datatype/datatype.js';
import type { AnonymousSet, Meter, Sets } from '../evaluate/sets.js';
import type { ElementMessage, SetMessage } from '../operation.js';
import { isValue, type SetData, type SetKind, type SetUse } from '../set/definition.js';
import type { Term } from '../term.js';
import { encodeTypeof } from '../typeof/typeof.js';
import { type DataOrder, encodeComment, encodeSetData } from '../userdata.js';
import { bytesFor } from '../value.js';
import { type ElementFinder, MergingSets } from './merging.js';
import type { Scope } from './scope.js';

/** Finds sets that are there before the input's own: family (NFPROTO_*), table, name. */
export interface SetFinder {
  (family: number, table: string, name: string): SetKind | undefined;
  /** The names of all in a table, for whoever finds none. */
  readonly names?: (family: number, table: string) => readonly string[];
}

/** The sets of one input: those that it declares, and how many it has made. */
export class SetRegistry {
  readonly #declared = new Map<string, SetKind>();
  readonly #find: SetFinder | undefined;
  readonly #filledIn: () => ReadonlySet<string>;
  #filled: ReadonlySet<string> | undefined;
  readonly merging: MergingSets;
  #made = 0;

  /** @param filledIn looks for the names of sets that packets fill */
  constructor(
    find: SetFinder | undefined,
    elements: ElementFinder | undefined,
    filledIn: () => ReadonlySet<string>,
  ) {
    this.#find = find;
    this.merging = new MergingSets(elements);
    this.#filledIn = filledIn;
  }

  /** Whether rules of the input have packets fill a set of that name. */
  isFilled(name: string): boolean {
    this.#filled ??= this.#filledIn();
    return this.#filled.has(name);
  }

  declare(family: number, table: string, name: string, kind: SetKind): void {
    this.#declared.set(`${family} ${table} ${name}`, kind);
  }

  find(family: number, table: string, name: string): SetKind | undefined {
    return this.#declared.get(`${family} ${table} ${name}`) ?? this.#find?.(family, table, name);
  }

  /** What to say where there is none. */
  missing(family: number, table: string, name: string): string {
    const prefix = `${family} ${table} `;
    const declared = [...this.#declared.keys()].filter((key) => key.startsWith(prefix));
    const names = declared.map((key) => key.slice(prefix.length));
    const there = this.#find?.names?.(family, table) ?? [];
    return `there is no set "${name}" in the table${didYouMean(name, [...names, ...there])}`;
  }

  /** A number for a new set, by which its transaction refers to it. */
  nextId(): number {
    return ++this.#made;
  }
}

/** The sets of a table, for a rule in it. */
export function setsOf(family: number, table: string, scope: Scope): Sets {
  const { sets } = scope;
  return {
    find: (name) => sets.find(family, table, name),
    missing: (name) => sets.missing(family, table, name),
    add(set) {
      const id = sets.nextId();
      const name = set.meter?.name ?? patternOf(set.data);
      scope.add({ op: 'newset', exclusive: false, set: { family, table, name, id, ...messageOf(set) } });
      for (const elements of portions(set.elements)) {
        scope.add({
          op: 'newelements',
          exclusive: false,
          elements: { family, table, set: name, setId: id, elements },
        });
      }
      return { ...kindOf(set), name, id } satisfies SetUse;
    },
    addChain() {
      const id = sets.nextId();
      scope.add({ op: 'newchain', exclusive: false, chain: { family, table, id, flags: NFT_CHAIN_BINDING } });
      return id;
    },
    addRule(chainId, expressions, comment) {
      const userdata = comment === undefined ? {} : { userdata: encodeComment(comment) };
      const rule = { family, table, chainId, expressions, ...userdata };
      scope.add({ op: 'newrule', mode: 'append', rule });
    },
  };
}

function kindOf({ key, data, interval }: SetKind): SetKind {
  return { key, data, interval };
}

/** Elements that stand in one message are in one attribute, which holds less than 64 KiB. */
const PORTION = 32 * 1024;

/** What an element takes beside its own bytes, and each of its expressions, generously. */
const OVERHEAD = 96;

/** Elements in lists that are short enough for a message. */
export function* portions(elements: readonly ElementMessage[]): Generator<readonly ElementMessage[], void> {
  let start = 0;
  let size = 0;
  for (let i = 0; i < elements.length; i++) {
    const length = sizeOf(elements[i] as ElementMessage);
    if (size + length > PORTION && i > start) {
      yield elements.slice(start, i);
      start = i;
      size = 0;
    }
    size += length;
  }
  if (start < elements.length) yield start === 0 ? elements : elements.slice(start);
}

function sizeOf({ key, keyEnd, data, userdata, chain, object, expressions }: ElementMessage): number {
  const parts = [key, keyEnd, data, userdata, chain, object];
  const bytes = parts.reduce((sum, part) => sum + (part?.length ?? 0), 0);
  return bytes + OVERHEAD * (1 + (expressions?.length ?? 0));
}

/** The kernel puts a number in. */
function patternOf(data: SetData | undefined): string {
  if (data === undefined) return '__set%d';
  return data === 'verdict' || isValue(data) ? '__map%d' : '__objmap%d';
}

function messageOf(set: AnonymousSet): Partial<SetMessage> {
  if (set.meter !== undefined) return meterMessage(set, set.meter);
  const { flags = 0, ...rest } = kindMessage(set);
  return {
    ...rest,
    flags: flags | NFT_SET_ANONYMOUS | NFT_SET_CONSTANT,
    size: sizeOfSet(set),
    userdata: setData(set, { merge: set.interval && set.data === undefined }),
  };
}

/** nft counts an end for each interval, also where it is left out. */
function sizeOfSet({ elements, interval, key }: AnonymousSet): number {
  if (!interval || fieldsOf(key).length > 1) return elements.length;
  const isEnd = ({ flags = 0 }: ElementMessage) => (flags & NFT_SET_ELEM_INTERVAL_END) !== 0;
  const ranges = elements.filter((each) => !isEnd(each) && each.key !== undefined).length;
  const before = elements.slice(0, 1).filter(isEnd).length;
  const others = elements.filter((each) => each.key === undefined).length;
  return before + 2 * ranges + others;
}

function meterMessage(set: AnonymousSet, { size, timeout }: Meter): Partial<SetMessage> {
  const { flags = 0, ...rest } = kindMessage(set);
  return {
    ...rest,
    flags: flags | NFT_SET_ANONYMOUS | NFT_SET_EVAL | (timeout ? NFT_SET_TIMEOUT : 0),
    ...(size === 0 ? {} : { size }),
    userdata: setData(set, {}),
  };
}

/** What the kernel is told of a set's kind. */
export function kindMessage({ key, data, interval }: SetKind): Partial<SetMessage> {
  const fields = fieldsOf(key);
  const ranges = interval && fields.length > 1;
  const flags =
    (interval ? NFT_SET_INTERVAL : 0) |
    (ranges ? NFT_SET_CONCAT : 0) |
    (data === undefined ? 0 : data === 'verdict' || isValue(data) ? NFT_SET_MAP : NFT_SET_OBJECT);
  return {
    flags,
    keyType: key.type.id,
    keyLength: lengthOf(key),
    ...dataMessage(data),
    ...(ranges ? { fieldLengths: fields.map(({ bits }) => bytesFor(bits)) } : {}),
  };
}

/** What nft wants to know about the set later. */
export function setData(
  { key, data, origin }: SetKind,
  more: { readonly merge?: boolean; readonly comment?: string | undefined },
): Uint8Array {
  return encodeSetData({
    keyOrder: orderOf(key, origin?.key),
    dataOrder: data === 'verdict' ? 'none' : isValue(data) ? orderOf(data, origin?.data) : undefined,
    keyTypeof: origin?.key && encodeTypeof(origin.key),
    dataTypeof: origin?.data && encodeTypeof(origin.data),
    dataInterval: data === undefined ? undefined : isValue(data) && data.interval === true,
    ...more,
  });
}

/** As the datatype has it, whatever the order in the set: of text it is the host's. */
function orderOf({ type }: TypedField, origin: Term | 'verdict' | undefined): DataOrder {
  if (type.fields !== undefined) return 'none';
  if (typeof origin === 'object' && type.base !== 'string') return origin.order;
  return type.base === 'string' ? 'host' : type.order;
}

function dataMessage(data: SetData | undefined): Partial<SetMessage> {
  if (data === undefined) return {};
  if (data === 'verdict') return { dataType: NFT_DATA_VERDICT };
  if (!isValue(data)) return { objectType: data.object };
  return { dataType: data.type.id, dataLength: lengthOf(data) * (data.interval === true ? 2 : 1) };
}

/** In bytes. */
function lengthOf(field: TypedField): number {
  const fields = fieldsOf(field);
  if (fields.length === 1) return bytesFor(field.bits);
  return fields.reduce((sum, { bits }) => sum + fieldLength(bits), 0);
}
