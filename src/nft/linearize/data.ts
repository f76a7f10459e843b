import type { Order } from '../datatype/datatype.js';
import type { Constant } from '../term.js';
import { bytesFor, HOST_IS_LITTLE_ENDIAN, resize, reversed, type Value } from '../value.js';

/** A value as it lies in a register. */
export function registerData(value: Value, order: Order, bits: number): Uint8Array {
  const bytes = resize(value, bytesFor(bits));
  return order === 'host' && HOST_IS_LITTLE_ENDIAN ? reversed(bytes) : bytes;
}

export function constantData({ value, order, bits }: Constant): Uint8Array {
  return registerData(value, order, bits);
}
