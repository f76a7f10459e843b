import {
  NFTNL_OBJ_QUOTA_BYTES,
  NFTNL_OBJ_QUOTA_CONSUMED,
  NFTNL_OBJ_QUOTA_FLAGS,
} from '../../uapi/libnftnl_object.js';
import { NFT_OBJECT_QUOTA, NFT_QUOTA_F_INV } from '../../uapi/nf_tables.js';
import type { QuotaObject } from '../ast.js';
import { NUMBER } from '../parse/lexer.js';
import type { Parser } from '../parse/parser.js';
import { type Fields, optional, u32, u64 } from '../schema.js';
import { boolean, integer } from '../shape.js';
import { parseQuota, printQuota, raiseQuota, unusedQuota } from '../statement/amount.js';
import { toBytes } from '../statement/byte_unit.js';
import { checkCount64 } from '../statement/count.js';
import type { ObjectDefinition } from './definition.js';

type Properties = Pick<QuotaObject, 'bytes' | 'used' | 'inv'>;

const schema = {
  bytes: optional(u64(NFTNL_OBJ_QUOTA_BYTES)),
  consumed: optional(u64(NFTNL_OBJ_QUOTA_CONSUMED)),
  flags: optional(u32(NFTNL_OBJ_QUOTA_FLAGS)),
};

/** `quota http { over 25 mbytes used 10 bytes }` */
export const quota: ObjectDefinition<Properties> = {
  type: NFT_OBJECT_QUOTA,
  plural: 'quotas',
  schema,

  parseLine: parseAmount,

  parseProperty(parser) {
    const begins = parser.kind === NUMBER || parser.atWord('over') || parser.atWord('until');
    return begins ? parseAmount(parser) : undefined;
  },

  required: {},
  optional: { bytes: integer, used: integer, inv: boolean },

  toFields({ bytes = 0, used = 0, inv = false }, context) {
    return {
      bytes: checkCount64('bytes', bytes, context),
      ...(checkCount64('used', used, context) ? { consumed: used } : {}),
      flags: inv ? NFT_QUOTA_F_INV : 0,
    };
  },

  toAst({ bytes = 0, consumed = 0, flags = 0 }: Fields<typeof schema>) {
    return { bytes, used: consumed, inv: (flags & NFT_QUOTA_F_INV) !== 0 };
  },

  print({ bytes = 0, used = 0, inv = false }, stateless) {
    const amount = raiseQuota({ bytes, consumed: used, flags: inv ? NFT_QUOTA_F_INV : 0 });
    return [printQuota(stateless ? unusedQuota(amount) : amount)];
  },
};

function parseAmount(parser: Parser): Properties {
  const { val, val_unit: unit = 'bytes', used, used_unit: usedUnit = 'bytes', inv } = parseQuota(parser);
  return {
    bytes: toBytes(val, unit),
    ...(used === undefined ? {} : { used: toBytes(used, usedUnit) }),
    ...(inv === true ? { inv } : {}),
  };
}
