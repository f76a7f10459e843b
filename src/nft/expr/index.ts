import {
  type Attribute,
  type AttributeSink,
  decodeFields,
  encodeFields,
  type FieldValues,
  type Schema,
} from '../schema.js';
import { type BitwiseExpression, bitwise } from './bitwise.js';
import { type ByteorderExpression, byteorder } from './byteorder.js';
import { type CmpExpression, cmp } from './cmp.js';
import { type ConnlimitExpression, connlimit } from './connlimit.js';
import { type CounterExpression, counter } from './counter.js';
import { type CtExpression, ct } from './ct.js';
import { type DupExpression, dup } from './dup.js';
import { type DynsetExpression, dynset } from './dynset.js';
import type { OpaqueExpression } from './expression.js';
import { type ExthdrExpression, exthdr } from './exthdr.js';
import { type FibExpression, fib } from './fib.js';
import { type FlowOffloadExpression, flowOffload } from './flow_offload.js';
import { type FwdExpression, fwd } from './fwd.js';
import { type HashExpression, hash } from './hash.js';
import { type ImmediateExpression, immediate } from './immediate.js';
import { decodeInner, type InnerExpression } from './inner.js';
import { type LastExpression, last } from './last.js';
import { type LimitExpression, limit } from './limit.js';
import { type LogExpression, log } from './log.js';
import { type LookupExpression, lookup } from './lookup.js';
import { type MasqExpression, masq } from './masq.js';
import { type MatchExpression, match } from './match.js';
import { type MetaExpression, meta } from './meta.js';
import { type NatExpression, nat } from './nat.js';
import { type NotrackExpression, notrack } from './notrack.js';
import { type NumgenExpression, numgen } from './numgen.js';
import { type ObjrefExpression, objref } from './objref.js';
import { type OsfExpression, osf } from './osf.js';
import { type PayloadExpression, payload } from './payload.js';
import { type QueueExpression, queue } from './queue.js';
import { type QuotaExpression, quota } from './quota.js';
import { type RangeExpression, range } from './range.js';
import { type RedirExpression, redir } from './redir.js';
import { type RejectExpression, reject } from './reject.js';
import { type RtExpression, rt } from './rt.js';
import { type SocketExpression, socket } from './socket.js';
import { type SynproxyExpression, synproxy } from './synproxy.js';
import { type TargetExpression, target } from './target.js';
import { type TproxyExpression, tproxy } from './tproxy.js';
import { type TunnelExpression, tunnel } from './tunnel.js';
import { type XfrmExpression, xfrm } from './xfrm.js';

/** Every expression that libnftnl encodes, by its kernel name. */
export const EXPRESSIONS = {
  bitwise,
  byteorder,
  cmp,
  counter,
  ct,
  exthdr,
  fib,
  hash,
  immediate,
  log,
  lookup,
  masq,
  meta,
  nat,
  notrack,
  numgen,
  osf,
  payload,
  range,
  redir,
  reject,
  rt,
  socket,
  connlimit,
  dup,
  dynset,
  flow_offload: flowOffload,
  fwd,
  last,
  limit,
  match,
  objref,
  queue,
  quota,
  synproxy,
  target,
  tproxy,
  tunnel,
  xfrm,
} as const;

export type ExpressionName = KnownExpression['name'];

export type KnownExpression =
  | BitwiseExpression
  | ByteorderExpression
  | CmpExpression
  | CounterExpression
  | CtExpression
  | ExthdrExpression
  | FibExpression
  | HashExpression
  | ImmediateExpression
  | InnerExpression
  | LogExpression
  | LookupExpression
  | MasqExpression
  | MetaExpression
  | NatExpression
  | NotrackExpression
  | NumgenExpression
  | OsfExpression
  | PayloadExpression
  | RangeExpression
  | RedirExpression
  | RejectExpression
  | RtExpression
  | SocketExpression
  | ConnlimitExpression
  | DupExpression
  | DynsetExpression
  | FlowOffloadExpression
  | FwdExpression
  | LastExpression
  | LimitExpression
  | MatchExpression
  | ObjrefExpression
  | QueueExpression
  | QuotaExpression
  | SynproxyExpression
  | TargetExpression
  | TproxyExpression
  | TunnelExpression
  | XfrmExpression;

/** One instruction of a rule, as the kernel runs it. */
export type LowExpression = KnownExpression | OpaqueExpression;

export function isOpaque(expression: LowExpression): expression is OpaqueExpression {
  return 'opaque' in expression;
}

/** An expression that came in the kernel's own form. */
export function fromKernelForm(name: string, opaque: Uint8Array): LowExpression {
  return (name === 'inner' ? decodeInner(opaque) : undefined) ?? { name, opaque };
}

/** Writes the attributes of an expression that libnftnl encodes; its name goes beside them. */
export function encodeExpression(
  expression: Exclude<KnownExpression, InnerExpression>,
  sink: AttributeSink,
): void {
  encodeFields(EXPRESSIONS[expression.name], expression as FieldValues, sink);
}

/** Reads an expression; undefined where it is unknown or says more than its schema can: keep it opaque then. */
export function decodeExpression(name: string, attributes: Iterable<Attribute>): KnownExpression | undefined {
  if (!Object.hasOwn(EXPRESSIONS, name)) return undefined;
  const fields = decodeFields(EXPRESSIONS[name as keyof typeof EXPRESSIONS] as Schema, attributes);
  return fields && ({ name, ...fields } as KnownExpression);
}
