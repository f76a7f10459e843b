import { NFT_LIMIT_F_INV, NFT_LIMIT_PKT_BYTES, NFT_LIMIT_PKTS } from '../../uapi/nf_tables.js';
import type { ByteUnit, Rate, TimeUnit } from '../ast.js';
import { fail, type RuleContext } from '../evaluate/context.js';
import type { LimitExpression } from '../expr/limit.js';
import { WORD } from '../parse/lexer.js';
import type { Parser } from '../parse/parser.js';
import { boolean, integer, object, word } from '../shape.js';
import { atByteUnit, BYTE_UNITS, fromBytes, parseByteUnit, toBytes } from './byte_unit.js';
import { checkCount, checkCount64 } from './count.js';

/** In seconds. */
const UNITS: Readonly<Record<TimeUnit, number>> = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
};

const TIME_UNITS = Object.keys(UNITS) as readonly TimeUnit[];

/** How many packets may come at once, where nothing else is said. */
const USUAL_BURST = 5;

export const rateRequired = { rate: integer, per: word(...TIME_UNITS) };

export const rateOptional = {
  burst: integer,
  inv: boolean,
  rate_unit: word('packets', ...BYTE_UNITS),
  burst_unit: word('packets', ...BYTE_UNITS),
};

export const rateShape = object(rateRequired, rateOptional);

/** What the kernel knows of a limit, as an expression or an object. */
export type LimitFields = Omit<LimitExpression, 'name'>;

/** `rate [over] N[ unit]/second [burst N packets|unit]` */
export function parseRate(parser: Parser): Rate {
  parser.expectWord('rate');
  const inv = parser.word('over') ? { inv: true } : {};
  const rate = parser.integer('a rate');
  const [unit, per] = parseUnits(parser);
  if (unit === undefined) return { rate, burst: parsePacketBurst(parser), per, ...inv };
  const [burst, burstUnit] = parseByteBurst(parser);
  return { rate, burst, per, ...inv, rate_unit: unit, burst_unit: burstUnit };
}

/** `/second`, `kbytes / second`, or with the slash in the middle of a word `kbytes/second`. */
function parseUnits(parser: Parser): readonly [ByteUnit | undefined, TimeUnit] {
  const [bytes, time, ...rest] = parser.value.split('/');
  const unit = BYTE_UNITS.find((each) => each === bytes);
  const per = TIME_UNITS.find((each) => each === time);
  if (parser.kind === WORD && unit !== undefined && per !== undefined && rest.length === 0) {
    parser.advance();
    return [unit, per];
  }
  const separate = parser.atSymbol('/') ? undefined : parseByteUnit(parser);
  parser.expectSymbol('/');
  return [separate, parser.oneOf(TIME_UNITS, 'a unit of time')];
}

function parsePacketBurst(parser: Parser): number {
  if (!parser.word('burst')) return USUAL_BURST;
  const { start } = parser;
  const burst = parser.number('a number of packets', 0xffff_ffff);
  if (atByteUnit(parser)) parser.unexpected('"packets", as the rate is of packets');
  parser.expectWord('packets');
  if (burst === 0) parser.failAt({ start, end: parser.previousEnd }, 'a burst of packets is at least 1');
  return burst;
}

function parseByteBurst(parser: Parser) {
  if (!parser.word('burst')) return [0, 'bytes'] as const;
  const burst = parser.number('a number of bytes', 0xffff_ffff);
  return [burst, parseByteUnit(parser)] as const;
}

export function printRate(node: Rate): string {
  const { rate, per, burst = 0, inv = false, rate_unit: unit = 'packets', burst_unit: burstUnit } = node;
  const over = inv ? 'over ' : '';
  if (unit === 'packets') {
    const usual = burst === 0 || burst === USUAL_BURST;
    return `rate ${over}${rate}/${per}${usual ? '' : ` burst ${burst} packets`}`;
  }
  return `rate ${over}${rate} ${unit}/${per}${burst === 0 ? '' : ` burst ${burst} ${burstUnit ?? 'bytes'}`}`;
}

export function limitFields(node: Rate, context: Pick<RuleContext, 'path'>): LimitFields {
  const {
    rate,
    per,
    burst,
    inv = false,
    rate_unit: unit = 'packets',
    burst_unit: burstUnit = 'bytes',
  } = node;
  const flags = inv ? NFT_LIMIT_F_INV : 0;
  if (unit === 'packets') {
    return {
      rate: checkCount64('rate', rate, context),
      unit: UNITS[per],
      burst: checkCount('burst', burst || USUAL_BURST, 0xffff_ffff, context),
      type: NFT_LIMIT_PKTS,
      flags,
    };
  }
  if (burstUnit === 'packets' && burst !== undefined) fail('the rate is of bytes, and so is the burst');
  const bytes = burst === undefined || burstUnit === 'packets' ? 0 : toBytes(burst, burstUnit);
  return {
    rate: checkCount64('rate', toBytes(rate, unit), context),
    unit: UNITS[per],
    burst: Number(checkCount('burst', bytes, 0xffff_ffff, context)),
    type: NFT_LIMIT_PKT_BYTES,
    flags,
  };
}

/** Properties are in nft's order; undefined where the unit of time has no name. */
export function raiseLimit({ rate, unit, burst = 0, type, flags = 0 }: LimitFields): Rate | undefined {
  const per = TIME_UNITS.find((each) => UNITS[each] === Number(unit));
  if (per === undefined) return undefined;
  const inv = (flags & NFT_LIMIT_F_INV) === 0 ? {} : { inv: true };
  if (type === NFT_LIMIT_PKTS) return { rate, burst, per, ...inv };
  const [number, rateUnit] = fromBytes(rate);
  const [bytes, burstUnit] = fromBytes(burst);
  return { rate: number, burst: Number(bytes), per, ...inv, rate_unit: rateUnit, burst_unit: burstUnit };
}
