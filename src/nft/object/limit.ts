import {
  NFTNL_OBJ_LIMIT_BURST,
  NFTNL_OBJ_LIMIT_FLAGS,
  NFTNL_OBJ_LIMIT_RATE,
  NFTNL_OBJ_LIMIT_TYPE,
  NFTNL_OBJ_LIMIT_UNIT,
} from '../../uapi/libnftnl_object.js';
import { NFT_OBJECT_LIMIT } from '../../uapi/nf_tables.js';
import type { LimitObject } from '../ast.js';
import { type Fields, optional, u32, u64 } from '../schema.js';
import {
  limitFields,
  parseRate,
  printRate,
  raiseLimit,
  rateOptional,
  rateRequired,
} from '../statement/rate.js';
import type { ObjectDefinition } from './definition.js';

type Properties = Pick<LimitObject, 'rate' | 'per' | 'burst' | 'inv' | 'rate_unit' | 'burst_unit'>;

const schema = {
  rate: u64(NFTNL_OBJ_LIMIT_RATE),
  unit: u64(NFTNL_OBJ_LIMIT_UNIT),
  burst: optional(u32(NFTNL_OBJ_LIMIT_BURST)),
  type: u32(NFTNL_OBJ_LIMIT_TYPE),
  flags: optional(u32(NFTNL_OBJ_LIMIT_FLAGS)),
};

/** `limit http { rate 400/minute }` */
export const limit: ObjectDefinition<Properties> = {
  type: NFT_OBJECT_LIMIT,
  plural: 'limits',
  schema,
  parseLine: parseRate,
  parseProperty: (parser) => (parser.atWord('rate') ? parseRate(parser) : undefined),
  required: rateRequired,
  optional: rateOptional,
  toFields: (rate, context) => limitFields(rate, context),

  toAst(fields) {
    const rate = raiseLimit(fields as Fields<typeof schema>);
    if (rate === undefined) return undefined;
    // In another order than the statement's.
    const { rate: number, per, burst = 0, burst_unit: unit, ...rest } = rate;
    const usual = burst === 0 ? {} : { burst, ...(unit === undefined ? {} : { burst_unit: unit }) };
    return { rate: number, per, ...rest, ...usual };
  },

  print: (rate) => [printRate(rate)],
};
