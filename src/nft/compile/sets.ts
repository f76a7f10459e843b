import {
  NFT_DATA_VERDICT,
  NFT_SET_ANONYMOUS,
  NFT_SET_CONCAT,
  NFT_SET_CONSTANT,
  NFT_SET_INTERVAL,
  NFT_SET_MAP,
  NFT_SET_OBJECT,
} from '../../uapi/nf_tables.js';
import { fieldLength, fieldsOf } from '../datatype/concat.js';
import type { TypedField } from '../datatype/datatype.js';
import type { AnonymousSet, Sets } from '../evaluate/sets.js';
import type { SetMessage } from '../operation.js';
import { isValue, type SetData, type SetKind, type SetUse } from '../set/definition.js';
import { bytesFor } from '../value.js';
import type { Scope } from './scope.js';

/** Finds sets that are there before the input's own: family (NFPROTO_*), table, name. */
export type SetFinder = (family: number, table: string, name: string) => SetKind | undefined;

/** The sets of one input: those that it declares, and how many it has made. */
export class SetRegistry {
  readonly #declared = new Map<string, SetKind>();
  readonly #find: SetFinder | undefined;
  #made = 0;

  constructor(find: SetFinder | undefined) {
    this.#find = find;
  }

  declare(family: number, table: string, name: string, kind: SetKind): void {
    this.#declared.set(`${family} ${table} ${name}`, kind);
  }

  find(family: number, table: string, name: string): SetKind | undefined {
    return this.#declared.get(`${family} ${table} ${name}`) ?? this.#find?.(family, table, name);
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
    add(set) {
      const id = sets.nextId();
      const name = patternOf(set.data);
      scope.add({ op: 'newset', exclusive: false, set: { family, table, name, id, ...messageOf(set) } });
      const elements = { family, table, set: name, setId: id, elements: set.elements };
      scope.add({ op: 'newelements', exclusive: false, elements });
      return { ...kindOf(set), name, id } satisfies SetUse;
    },
  };
}

function kindOf({ key, data, interval }: SetKind): SetKind {
  return { key, data, interval };
}

/** The kernel puts a number in. */
function patternOf(data: SetData | undefined): string {
  if (data === undefined) return '__set%d';
  return data === 'verdict' || isValue(data) ? '__map%d' : '__objmap%d';
}

function messageOf(set: AnonymousSet): Partial<SetMessage> {
  const { flags = 0, ...rest } = kindMessage(set);
  return { ...rest, flags: flags | NFT_SET_ANONYMOUS | NFT_SET_CONSTANT, size: set.size };
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

function dataMessage(data: SetData | undefined): Partial<SetMessage> {
  if (data === undefined) return {};
  if (data === 'verdict') return { dataType: NFT_DATA_VERDICT };
  if (!isValue(data)) return { objectType: data.object };
  return { dataType: data.type.id, dataLength: lengthOf(data) };
}

/** In bytes. */
function lengthOf(field: TypedField): number {
  const fields = fieldsOf(field);
  if (fields.length === 1) return bytesFor(field.bits);
  return fields.reduce((sum, { bits }) => sum + fieldLength(bits), 0);
}
