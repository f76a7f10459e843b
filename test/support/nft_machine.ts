import type { LowExpression } from '../../src/nft/expr/index.js';
import {
  NFT_BITWISE_LSHIFT,
  NFT_BITWISE_RSHIFT,
  NFT_CMP_EQ,
  NFT_CMP_GT,
  NFT_CMP_GTE,
  NFT_CMP_LT,
  NFT_CMP_LTE,
  NFT_CMP_NEQ,
  NFT_RANGE_NEQ,
} from '../../src/uapi/nf_tables.js';

/** What a rule can see of a packet; bytes as they lie in registers. */
export interface Packet {
  /** By header: link, network, transport. */
  readonly headers: readonly Uint8Array[];
  /** By NFT_META_*. */
  readonly meta: ReadonlyMap<number, Uint8Array>;
  /** By NFT_CT_*. */
  readonly ct: ReadonlyMap<number, Uint8Array>;
}

/**
 * Runs a rule on a packet, as the kernel would, and returns what it did: the expressions with an effect that were
 * reached, the verdict among them. It ends where a comparison does not hold, or a header has no such bytes.
 */
export function run(expressions: readonly LowExpression[], packet: Packet): LowExpression[] {
  const registers = new Uint8Array(64);
  const done: LowExpression[] = [];
  for (const expression of expressions) {
    const next = step(expression, registers, packet);
    if (next === 'break') return done;
    if (next === 'effect') done.push(expression);
  }
  return done;
}

type Next = 'go on' | 'break' | 'effect';

function step(expression: LowExpression, registers: Uint8Array, packet: Packet): Next {
  if ('opaque' in expression) throw new TypeError(`the machine has no ${expression.name}`);
  switch (expression.name) {
    case 'immediate':
      return expression.data === undefined ? 'effect' : load(registers, expression.dreg, expression.data);
    case 'payload': {
      const header = packet.headers[expression.base] ?? new Uint8Array();
      const bytes = header.subarray(expression.offset, expression.offset + expression.len);
      if (bytes.length < expression.len) return 'break';
      return load(registers, expression.dreg, bytes);
    }
    case 'meta':
      return load(registers, expression.dreg, packet.meta.get(expression.key));
    case 'ct':
      return load(registers, expression.dreg, packet.ct.get(expression.key));
    case 'bitwise': {
      const { sreg, dreg, op, len, mask, xor, data } = expression;
      const source = read(registers, sreg, len);
      if (op === NFT_BITWISE_LSHIFT || op === NFT_BITWISE_RSHIFT) {
        return load(registers, dreg, shifted(source, op, data));
      }
      return load(
        registers,
        dreg,
        source.map((byte, i) => (byte & (mask?.[i] ?? 0)) ^ (xor?.[i] ?? 0)),
      );
    }
    case 'byteorder': {
      const { sreg, dreg, len, size } = expression;
      const source = read(registers, sreg, len);
      const turned = source.map((_, i) => source[i - (i % size) + size - 1 - (i % size)] ?? 0);
      return load(registers, dreg, turned);
    }
    case 'cmp': {
      const { sreg, op, data } = expression;
      return holds(op, Buffer.compare(read(registers, sreg, data.length), data)) ? 'go on' : 'break';
    }
    case 'range': {
      const { sreg, op, from, to } = expression;
      const value = read(registers, sreg, from.length);
      const inside = Buffer.compare(value, from) >= 0 && Buffer.compare(value, to) <= 0;
      return inside === (op !== NFT_RANGE_NEQ) ? 'go on' : 'break';
    }
    default:
      return 'effect';
  }
}

/** The first numbers mean registers of 16 bytes, those from 8 on registers of 4. */
function placeOf(register: number): number {
  return register < 8 ? (register - 1) * 16 : (register - 8) * 4;
}

function read(registers: Uint8Array, register: number, length: number): Uint8Array {
  const at = placeOf(register);
  return registers.slice(at, at + length);
}

/** What a packet lacks ends the rule. */
function load(registers: Uint8Array, register: number | undefined, bytes: Uint8Array | undefined): Next {
  if (register === undefined) return 'effect';
  if (bytes === undefined) return 'break';
  registers.set(bytes, placeOf(register));
  return 'go on';
}

function shifted(bytes: Uint8Array, op: number, data: Uint8Array = new Uint8Array(4)): Uint8Array {
  const view = (from: Uint8Array) => new Uint32Array(from.slice().buffer)[0] ?? 0;
  const [number, count] = [view(bytes), view(data)];
  return new Uint8Array(
    Uint32Array.of(op === NFT_BITWISE_LSHIFT ? number << count : number >>> count).buffer,
  );
}

function holds(op: number, order: number): boolean {
  switch (op) {
    case NFT_CMP_EQ:
      return order === 0;
    case NFT_CMP_NEQ:
      return order !== 0;
    case NFT_CMP_LT:
      return order < 0;
    case NFT_CMP_LTE:
      return order <= 0;
    case NFT_CMP_GT:
      return order > 0;
    case NFT_CMP_GTE:
      return order >= 0;
    default:
      throw new TypeError(`no comparison ${op}`);
  }
}
