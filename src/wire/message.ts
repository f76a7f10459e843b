import type { Attributes, AttributesIn, AttributesOut } from './attributes.js';
import { LITTLE_ENDIAN } from './endian.js';
import type { Struct, StructIn, StructOut } from './struct.js';
import type { Writer } from './writer.js';

/** sizeof(struct nlmsghdr): length, type, flags, sequence number, port. */
export const MESSAGE_HEADER = 16;

/** The body of a family of netlink messages: a fixed header, then attributes. */
export interface Body<S extends Struct = Struct, A extends Attributes = Attributes> {
  readonly header: S;
  readonly attributes: A;
}

/** What is written of a message's fixed header: fields that are left out are zero. */
export type HeaderIn<B> = B extends Body<Struct<infer F>, Attributes> ? StructIn<F> : never;
/** What is written of a message's attributes. */
export type TailIn<B> = B extends Body<Struct, Attributes<infer T>> ? AttributesIn<T> : never;
/** What is read of a message: the fields of its header and its attributes, in one object. */
export type Decoded<B> =
  B extends Body<Struct<infer F>, Attributes<infer T>> ? StructOut<F> & AttributesOut<T> : never;

/** Appends one message. The sequence number is left to whoever sends it. */
export function writeMessage(
  writer: Writer,
  type: number,
  flags: number,
  body: Body,
  header: object,
  attributes: object,
): void {
  const start = writer.reserve(MESSAGE_HEADER);
  body.header.write(writer, header);
  writer.align();
  body.attributes.write(writer, attributes);
  writer.view.setUint32(start, writer.length - start, LITTLE_ENDIAN);
  writer.view.setUint16(start + 4, type, LITTLE_ENDIAN);
  writer.view.setUint16(start + 6, flags, LITTLE_ENDIAN);
}

/** Where one message lies in a buffer of messages. */
export interface MessageSpan {
  readonly type: number;
  readonly flags: number;
  readonly sequence: number;
  /** Start of the message's own header. */
  readonly start: number;
  readonly end: number;
}

/** Walks the messages in a buffer; ends at the first one that does not fit. */
export function* messagesIn(view: DataView): Generator<MessageSpan> {
  for (let start = 0; start + MESSAGE_HEADER <= view.byteLength; ) {
    const length = view.getUint32(start, LITTLE_ENDIAN);
    if (length < MESSAGE_HEADER || start + length > view.byteLength) return;
    yield {
      type: view.getUint16(start + 4, LITTLE_ENDIAN),
      flags: view.getUint16(start + 6, LITTLE_ENDIAN),
      sequence: view.getUint32(start + 8, LITTLE_ENDIAN),
      start,
      end: start + length,
    };
    start += (length + 3) & ~3;
  }
}

/** The body of a message as one object: the fixed fields and the attributes together. */
export function readBody<B extends Body>(body: B, view: DataView, span: MessageSpan): Decoded<B> {
  return readBodyInto({}, body, view, span);
}

/**
 * The same, into an object that was read into before: nothing of that is left in it. Where it is turned into something
 * else at once, very many messages need no more than this one object.
 */
export function readBodyInto<B extends Body>(
  into: object,
  body: B,
  view: DataView,
  span: MessageSpan,
): Decoded<B> {
  const start = span.start + MESSAGE_HEADER;
  const attributes = start + ((body.header.size + 3) & ~3);
  if (start + body.header.size > span.end) throw new RangeError('netlink message shorter than its header');
  for (const name in into) (into as Record<string, unknown>)[name] = undefined;
  body.header.readInto(into, view, start);
  return body.attributes.readInto(into, view, attributes, span.end) as Decoded<B>;
}
