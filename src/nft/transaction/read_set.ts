import { eachAttribute } from '../../wire/attributes.js';
import { MESSAGE_HEADER, type MessageSpan } from '../../wire/message.js';
import type { LowExpression } from '../expr/index.js';
import type { KernelSet } from '../kernel.js';
import type { ElementMessage } from '../operation.js';
import { type Attribute, decodeKnown } from '../schema.js';
import { ELEMENT, EXPRESSION, FAMILY_HEADER } from './format.js';
import { element, set } from './object.js';
import { readExpression } from './read_rule.js';

/** What stands in a message or an element: attributes, expressions, and where its elements are. */
interface Content {
  readonly attributes: Attribute[];
  readonly expressions: LowExpression[];
  readonly elements: (readonly [from: number, to: number])[];
}

/** Reads sets, and then their elements, which come in messages of their own. */
export class SetReader {
  readonly #elements = new Map<string, ElementMessage[]>();

  read(view: DataView, span: MessageSpan): KernelSet {
    const { attributes, expressions } = contentOf(
      view,
      span.start + MESSAGE_HEADER + FAMILY_HEADER,
      span.end,
    );
    const { table = '', name = '', handle = 0, fieldLengths, ...rest } = decodeKnown(set, attributes);
    const family = familyOf(view, span);
    const elements: ElementMessage[] = [];
    this.#elements.set(keyOf(family, table, name), elements);
    return {
      family,
      table,
      name,
      handle: Number(handle),
      ...rest,
      ...(fieldLengths === undefined ? {} : { fieldLengths: [...fieldLengths] }),
      ...(expressions.length === 0 ? {} : { expressions }),
      elements,
    };
  }

  readElements(view: DataView, span: MessageSpan): void {
    const { attributes, elements } = contentOf(view, span.start + MESSAGE_HEADER + FAMILY_HEADER, span.end);
    const { table = '', name = '' } = decodeKnown(set, attributes);
    const listed = this.elementsOf({ family: familyOf(view, span), table, name });
    for (const [from, to] of elements) listed.push(readElement(view, from, to));
  }

  /** The elements of a set that have been read, whether it has been read itself or not. */
  elementsOf({ family, table, name }: Pick<KernelSet, 'family' | 'table' | 'name'>): ElementMessage[] {
    const key = keyOf(family, table, name);
    let elements = this.#elements.get(key);
    if (elements === undefined) {
      elements = [];
      this.#elements.set(key, elements);
    }
    return elements;
  }

  /** The elements that have been read since they were last taken, of all sets. */
  takeElements(): ElementMessage[] {
    return [...this.#elements.values()].flatMap((elements) => elements.splice(0));
  }
}

function keyOf(family: number, table: string, name: string): string {
  return `${family} ${table} ${name}`;
}

function familyOf(view: DataView, span: MessageSpan): number {
  return view.getUint8(span.start + MESSAGE_HEADER);
}

function readElement(view: DataView, start: number, end: number): ElementMessage {
  const { attributes, expressions } = contentOf(view, start, end);
  const fields = decodeKnown(element, attributes);
  return expressions.length === 0 ? fields : { ...fields, expressions };
}

function contentOf(view: DataView, start: number, end: number): Content {
  const content: Content = { attributes: [], expressions: [], elements: [] };
  eachAttribute(view, start, end, (type, from, to) => {
    if (type === EXPRESSION) content.expressions.push(readExpression(view, from, to));
    else if (type === ELEMENT) content.elements.push([from, to]);
    else content.attributes.push([type, new Uint8Array(view.buffer, view.byteOffset + from, to - from)]);
  });
  return content;
}
