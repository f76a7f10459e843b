import { NFT_QUOTA_F_INV } from '../../uapi/nf_tables.js';
import type { Quota } from '../ast.js';
import type { RuleContext } from '../evaluate/context.js';
import type { QuotaExpression } from '../expr/quota.js';
import type { Parser } from '../parse/parser.js';
import { boolean, integer, object, word } from '../shape.js';
import { BYTE_UNITS, fromBytes, parseByteUnit, toBytes } from './byte_unit.js';
import { checkCount64 } from './count.js';

export const quotaShape = object(
  { val: integer },
  { val_unit: word(...BYTE_UNITS), used: integer, used_unit: word(...BYTE_UNITS), inv: boolean },
);

/** What the kernel knows of a quota, as an expression or an object. */
export type QuotaFields = Omit<QuotaExpression, 'name'>;

/** `[over|until] N unit [used N unit]` */
export function parseQuota(parser: Parser): Quota {
  const inv = parser.word('over') ? { inv: true } : {};
  if (inv.inv !== true) parser.word('until');
  const amount = { val: parser.integer('a number of bytes'), val_unit: parseByteUnit(parser) };
  if (!parser.word('used')) return { ...amount, ...inv };
  const used = parser.integer('a number of bytes');
  return { ...amount, used, used_unit: parseByteUnit(parser), ...inv };
}

export function printQuota({ val, val_unit: unit = 'bytes', used, used_unit: usedUnit, inv }: Quota): string {
  const consumed = used === undefined ? '' : ` used ${used} ${usedUnit ?? 'bytes'}`;
  return `${inv === true ? 'over ' : ''}${val} ${unit}${consumed}`;
}

/** As `nft -s` lists it. */
export function unusedQuota({ used: _, used_unit: _unit, ...quota }: Quota): Quota {
  return quota;
}

export function quotaFields(node: Quota, context: Pick<RuleContext, 'path'>): QuotaFields {
  const { val, val_unit: unit = 'bytes', used = 0, used_unit: usedUnit = 'bytes', inv = false } = node;
  const consumed = checkCount64('used', toBytes(used, usedUnit), context);
  return {
    bytes: checkCount64('val', toBytes(val, unit), context),
    ...(consumed === 0 ? {} : { consumed }),
    flags: inv ? NFT_QUOTA_F_INV : 0,
  };
}

export function raiseQuota({ bytes, consumed = 0, flags = 0 }: QuotaFields): Quota {
  const [val, unit] = fromBytes(bytes);
  const [used, usedUnit] = fromBytes(consumed);
  return {
    val,
    val_unit: unit,
    ...((flags & NFT_QUOTA_F_INV) === 0 ? {} : { inv: true }),
    ...(used === 0 ? {} : { used, used_unit: usedUnit }),
  };
}
