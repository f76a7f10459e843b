import type { Order } from '../datatype/datatype.js';
import type { Constant } from '../term.js';
import { bytesFor, HOST_IS_LITTLE_ENDIAN, resize, reversed, type Value } from '../value.js';

/** A value as it lies in a register. */
export function registerData(value: Value, order: Order, bits: number): Uint8Array {
  const bytes = resize(value, bytesFor(bits));
  return order === 'host' && HOST_IS_LITTLE_ENDIAN ? reversed(bytes) : bytes;
}

const variables = new WeakMap<Uint8Array, Constant>();

/** The constant whose data these are, if it is a variable and nothing was calculated from it. */
export function variableOf(data: Uint8Array): Constant | undefined {
  return variables.get(data);
}

export function constantData(constant: Constant): Uint8Array {
  const { value, order, bits, variable } = constant;
  const data = registerData(value, order, bits);
  if (variable?.value !== value) return data;
  // Apart from all other data, so that these bytes are known as the variable's.
  const own = data.slice();
  variables.set(own, constant);
  return own;
}
