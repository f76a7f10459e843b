import {
  NFT_SET_CONSTANT,
  NFT_SET_EVAL,
  NFT_SET_INTERVAL,
  NFT_SET_POL_MEMORY,
  NFT_SET_TIMEOUT,
} from '../../uapi/nf_tables.js';
import type { Family, Item, NamedSet, SetFlag, SetType } from '../ast.js';
import { fieldsOf } from '../datatype/concat.js';
import type { TypedField } from '../datatype/datatype.js';
import type { KernelSet } from '../kernel.js';
import type { Names } from '../names/names.js';
import { objectKindNumbered } from '../object/index.js';
import { statementWithoutState } from '../print/stateless.js';
import { isValue, type SetData } from '../set/definition.js';
import { decodeSetData } from '../userdata.js';
import { termToAst } from './ast.js';
import { raiseRule } from './rule.js';
import { elementsToAst } from './set.js';
import { kindOfSet } from './set_kind.js';

/** In the order in which they are listed. */
const FLAGS: readonly (readonly [SetFlag, number])[] = [
  ['constant', NFT_SET_CONSTANT],
  ['dynamic', NFT_SET_EVAL],
  ['interval', NFT_SET_INTERVAL],
  ['timeout', NFT_SET_TIMEOUT],
];

/** A set or a map with a name, its properties in nft's order. */
export function raiseSet(set: KernelSet, family: Family, names: Names): Item {
  const {
    table,
    name,
    handle,
    flags = 0,
    timeout,
    gcInterval,
    size,
    policy,
    expressions = [],
    userdata,
  } = set;
  const kind = kindOfSet(set);
  const { comment } = decodeSetData(userdata);
  const { merge, origin } = kind;
  const flagNames = FLAGS.filter(([, bit]) => (flags & bit) !== 0).map(([flag]) => flag);
  const elem = elementsToAst(set, kind.key, names);
  // What has been counted stands with the elements.
  const stmt = raiseRule(family, expressions, names).map(statementWithoutState);
  const map =
    typeof origin?.data === 'object'
      ? { typeof: termToAst(origin.data, names) }
      : kind.data === undefined
        ? undefined
        : dataType(kind.data);
  const raised: NamedSet = {
    family,
    name,
    table,
    type: origin?.key === undefined ? typeOf(kind.key) : { typeof: termToAst(origin.key, names) },
    handle,
    ...(comment === undefined ? {} : { comment }),
    ...(map === undefined ? {} : { map }),
    ...(policy === NFT_SET_POL_MEMORY ? { policy: 'memory' as const } : {}),
    // Of a constant set it is only as many as it has.
    ...(size === undefined || size === 0 || (flags & NFT_SET_CONSTANT) !== 0 ? {} : { size }),
    ...(flagNames.length === 0 ? {} : { flags: flagNames }),
    ...(timeout === undefined || BigInt(timeout) === 0n ? {} : { timeout: Number(timeout) / 1000 }),
    ...(gcInterval === undefined || gcInterval === 0 ? {} : { 'gc-interval': gcInterval / 1000 }),
    ...(merge === true ? { 'auto-merge': true } : {}),
    ...(elem.length === 0 ? {} : { elem }),
    ...(stmt.length === 0 ? {} : { stmt }),
  };
  if (map === undefined) return { set: raised };
  const interval = isValue(kind.data) && kind.data.interval === true ? { interval: true } : {};
  return { map: { ...raised, map, ...interval } };
}

function typeOf(field: TypedField): SetType {
  const names = fieldsOf(field).map(({ type }) => type.name);
  const [only] = names;
  return names.length === 1 && only !== undefined ? only : names;
}

function dataType(data: SetData): SetType {
  if (data === 'verdict') return data;
  if (isValue(data)) return typeOf(data);
  return objectKindNumbered(data.object) ?? String(data.object);
}
