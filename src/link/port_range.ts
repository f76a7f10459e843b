import { nested } from '../check/options.js';
import { be16 } from '../wire/codec.js';
import { struct } from '../wire/struct.js';
import { type Field, field, port } from './field.js';

/** UDP ports to send from, both included. */
export interface PortRange {
  readonly low: number;
  readonly high: number;
}

const layout = struct({ low: be16, high: be16 });

export const portRange: Field<PortRange> = field(
  { size: layout.size, write: layout.write, read: layout.read },
  nested<PortRange>({ low: port.check, high: port.check }, ['low', 'high']),
);
