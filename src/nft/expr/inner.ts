import {
  NFTA_EXPR_DATA,
  NFTA_EXPR_NAME,
  NFTA_INNER_EXPR,
  NFTA_INNER_FLAGS,
  NFTA_INNER_HDRSIZE,
  NFTA_INNER_NUM,
  NFTA_INNER_TYPE,
  NFTA_META_DREG,
  NFTA_META_KEY,
  NFTA_PAYLOAD_BASE,
  NFTA_PAYLOAD_DREG,
  NFTA_PAYLOAD_LEN,
  NFTA_PAYLOAD_OFFSET,
} from '../../uapi/nf_tables.js';
import { attributes } from '../../wire/attributes.js';
import { be32, bytes, string } from '../../wire/codec.js';
import { Writer } from '../../wire/writer.js';
import type { MetaExpression } from './meta.js';
import type { PayloadExpression } from './payload.js';

/** Loads something of the packet inside of a tunnel. */
export interface InnerExpression {
  readonly name: 'inner';
  /** The kind of tunnel: NFT_INNER_VXLAN and so on. */
  readonly type: number;
  /** NFT_INNER_*: which headers it carries. */
  readonly flags: number;
  /** Of the tunnel's header, in bytes. */
  readonly headerSize: number;
  readonly expression: PayloadExpression | MetaExpression;
}

// The kernel's own form, because libnftnl knows the expression only since 1.2.5.

const payload = attributes({
  dreg: [NFTA_PAYLOAD_DREG, be32],
  base: [NFTA_PAYLOAD_BASE, be32],
  offset: [NFTA_PAYLOAD_OFFSET, be32],
  len: [NFTA_PAYLOAD_LEN, be32],
});

const meta = attributes({ dreg: [NFTA_META_DREG, be32], key: [NFTA_META_KEY, be32] });

const expression = attributes({ name: [NFTA_EXPR_NAME, string], data: [NFTA_EXPR_DATA, bytes] });

const inner = attributes({
  num: [NFTA_INNER_NUM, be32],
  type: [NFTA_INNER_TYPE, be32],
  flags: [NFTA_INNER_FLAGS, be32],
  headerSize: [NFTA_INNER_HDRSIZE, be32],
  expression: [NFTA_INNER_EXPR, expression],
});

/** How many tunnels deep; the kernel goes no deeper. */
const OUTERMOST = 0;

export function encodeInner({ type, flags, headerSize, expression: load }: InnerExpression): Uint8Array {
  const data = new Writer();
  if (load.name === 'meta') meta.write(data, { dreg: load.dreg, key: load.key });
  else payload.write(data, { dreg: load.dreg, base: load.base, offset: load.offset, len: load.len });
  const writer = new Writer();
  inner.write(writer, {
    num: OUTERMOST,
    type,
    flags,
    headerSize,
    expression: { name: load.name, data: data.finish() },
  });
  return writer.finish();
}

/** Undefined for one that says something else. */
export function decodeInner(encoded: Uint8Array): InnerExpression | undefined {
  const { num, type, flags, headerSize, expression: load, unknown } = inner.read(...whole(encoded));
  if (num !== OUTERMOST || type === undefined || flags === undefined || headerSize === undefined)
    return undefined;
  if (load?.data === undefined || load.unknown !== undefined || unknown !== undefined) return undefined;
  const expression = load.name === 'meta' ? decodeMeta(load.data) : decodePayload(load);
  return expression && { name: 'inner', type, flags, headerSize, expression };
}

function decodeMeta(data: Uint8Array): MetaExpression | undefined {
  const { dreg, key, unknown } = meta.read(...whole(data));
  if (dreg === undefined || key === undefined || unknown !== undefined) return undefined;
  return { name: 'meta', dreg, key };
}

function decodePayload({
  name,
  data,
}: {
  readonly name?: string;
  readonly data?: Uint8Array;
}): PayloadExpression | undefined {
  if (name !== 'payload' || data === undefined) return undefined;
  const { dreg, base, offset, len, unknown } = payload.read(...whole(data));
  if (dreg === undefined || base === undefined || offset === undefined || len === undefined) return undefined;
  return unknown === undefined ? { name, dreg, base, offset, len } : undefined;
}

function whole({ buffer, byteOffset, byteLength }: Uint8Array): [view: DataView, start: number, end: number] {
  return [new DataView(buffer, byteOffset, byteLength), 0, byteLength];
}
