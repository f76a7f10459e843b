import type { ElementMessage, ElementsMessage, SetMessage } from '../operation.js';
import { encodeFields } from '../schema.js';
import type { Rows } from '../set/rows.js';
import { ELEMENT, PACKED_ELEMENTS, PACKED_HEADER } from './format.js';
import type { MessageWriter } from './message.js';
import { element, set } from './object.js';

/** What a message says of a set, and the expressions that its elements get. */
export function writeSet(
  { family: _, fieldLengths, expressions = [], ...fields }: SetMessage,
  to: MessageWriter,
): void {
  const lengths = fieldLengths === undefined ? {} : { fieldLengths: Uint8Array.from(fieldLengths) };
  encodeFields(set, { ...fields, ...lengths }, to.sink);
  for (const expression of expressions) to.expression(expression);
}

/** The set that elements are of, and they themselves. */
export function writeElements(
  { table, set: name, setId: id, elements, packed }: ElementsMessage,
  to: MessageWriter,
): void {
  encodeFields(set, { table, name, id }, to.sink);
  for (const each of elements) writeElement(each, to);
  if (packed !== undefined) to.sink.bytes(PACKED_ELEMENTS, packedBytes(packed));
}

function writeElement({ expressions = [], ...fields }: ElementMessage, to: MessageWriter): void {
  to.sink.nest(ELEMENT, () => {
    encodeFields(element, fields, to.sink);
    for (const expression of expressions) to.expression(expression);
  });
}

function packedBytes({ layout, bytes, end }: Rows): Uint8Array {
  const packed = new Uint8Array(PACKED_HEADER + end);
  new Uint16Array(packed.buffer, 0, 2).set([layout.keyLength, layout.dataLength]);
  packed.set(bytes.subarray(0, end), PACKED_HEADER);
  return packed;
}
