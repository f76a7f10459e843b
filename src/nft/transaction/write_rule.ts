import type { RuleMessage } from '../operation.js';
import type { PatternedRule, RulePattern } from '../pattern/pattern.js';
import { encodeFields, type FieldValues } from '../schema.js';
import type { MessageWriter } from './message.js';
import { rule } from './object.js';

/** The instructions of a pattern as they are sent, and where in them the data of its slots lie. */
interface EncodedPattern {
  readonly bytes: Uint8Array;
  readonly places: readonly number[];
}

/** The instructions of each pattern are encoded once, and copied for its rules. */
const encodedPatterns = new WeakMap<RulePattern, EncodedPattern>();

/** Writes what messages say of rules. */
export class RuleWriter {
  readonly #to: MessageWriter;

  constructor(to: MessageWriter) {
    this.#to = to;
  }

  write(message: RuleMessage): void {
    const { expressions = [], patterned } = message;
    const fields: object = message;
    encodeFields(rule, fields as FieldValues, this.#to.sink);
    if (patterned !== undefined) this.#patterned(patterned);
    else for (const expression of expressions) this.#to.expression(expression);
  }

  #patterned({ pattern, data }: PatternedRule): void {
    let encoded = encodedPatterns.get(pattern);
    if (encoded === undefined) {
      encoded = this.#encode(pattern);
      encodedPatterns.set(pattern, encoded);
    }
    const { writer } = this.#to;
    const start = writer.reserve(encoded.bytes.length);
    const { bytes } = writer;
    bytes.set(encoded.bytes, start);
    for (let i = 0; i < data.length; i++) {
      copy(data[i] as Uint8Array, bytes, start + (encoded.places[i] as number));
    }
  }

  #encode({ instructions, slots }: RulePattern): EncodedPattern {
    const { writer, sink } = this.#to;
    const start = writer.length;
    const written = new Map<Uint8Array, number>();
    sink.written = (bytes, at) => written.set(bytes, at - start);
    for (const instruction of instructions) this.#to.expression(instruction);
    sink.written = undefined;
    const bytes = writer.bytes.slice(start, writer.length);
    writer.truncate(start);
    return { bytes, places: slots.map(({ data }) => written.get(data) ?? 0) };
  }
}

/** A few bytes: a loop is faster than a call. */
function copy(from: Uint8Array, to: Uint8Array, at: number): void {
  for (let i = 0; i < from.length; i++) to[at + i] = from[i] as number;
}
