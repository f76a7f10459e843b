import { NLM_F_REQUEST } from '../../uapi/netlink.js';
import { NFNL_SUBSYS_NFTABLES } from '../../uapi/nfnetlink.js';
import { LITTLE_ENDIAN } from '../../wire/endian.js';
import { MESSAGE_HEADER } from '../../wire/message.js';
import { Writer } from '../../wire/writer.js';
import { encodeExpression, isOpaque, type LowExpression } from '../expr/index.js';
import { encodeInner } from '../expr/inner.js';
import { OPAQUE } from '../schema.js';
import { EXPRESSION, EXPRESSION_NAME, FAMILY_HEADER } from './format.js';
import { Sink } from './sink.js';

/** The head of a message: NFT_MSG_*, NLM_F_*, NFPROTO_*. */
export interface Head {
  readonly type: number;
  readonly flags: number;
  readonly family: number;
}

/** Writes messages for the addon, one behind the other. */
export class MessageWriter {
  readonly writer = new Writer();
  readonly sink = new Sink(this.writer);

  /** A message with what `fill` writes into it. */
  message({ type, flags, family }: Head, fill: () => void): void {
    const start = this.writer.reserve(MESSAGE_HEADER + FAMILY_HEADER);
    fill();
    const { view, length } = this.writer;
    view.setUint32(start, length - start, LITTLE_ENDIAN);
    view.setUint16(start + 4, (NFNL_SUBSYS_NFTABLES << 8) | type, LITTLE_ENDIAN);
    view.setUint16(start + 6, flags | NLM_F_REQUEST, LITTLE_ENDIAN);
    view.setUint8(start + MESSAGE_HEADER, family);
  }

  /** An expression of a rule, a set or an element. */
  expression(expression: LowExpression): void {
    if (isOpaque(expression)) {
      throw new TypeError(`expression ${expression.name} is not understood and cannot be written`);
    }
    this.sink.nest(EXPRESSION, () => {
      this.sink.string(EXPRESSION_NAME, expression.name);
      if (expression.name === 'inner') this.sink.bytes(OPAQUE, encodeInner(expression));
      else encodeExpression(expression, this.sink);
      if (expression.name === 'dynset')
        for (const each of expression.expressions ?? []) this.expression(each);
    });
  }
}
