import type { ElementMessage, ElementsMessage, SetMessage } from '../operation.js';
import { encodeFields } from '../schema.js';
import { ELEMENT } from './format.js';
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
  { table, set: name, setId: id, elements }: ElementsMessage,
  to: MessageWriter,
): void {
  encodeFields(set, { table, name, id }, to.sink);
  for (const each of elements) writeElement(each, to);
}

function writeElement({ expressions = [], ...fields }: ElementMessage, to: MessageWriter): void {
  to.sink.nest(ELEMENT, () => {
    encodeFields(element, fields, to.sink);
    for (const expression of expressions) to.expression(expression);
  });
}
