import { type Check, integer, wrongType } from '../check/options.js';
import { type Field, field } from '../link/field.js';
import { be32, type Codec } from '../wire/codec.js';

const LABEL_SHIFT = 12;
/** Marks the last entry of a stack. */
const BOTTOM = 0x100;

/** An MPLS label: 20 bits; RFC 3032. */
export const label: Check = integer(0, 0xf_ffff);

const labels: Check = (name, value) => {
  if (!Array.isArray(value) || value.length === 0) throw wrongType(name, value, 'an array of labels');
  for (const [index, each] of value.entries()) label(`${name}[${index}]`, each);
};

/** A stack of MPLS labels, the outermost first; TTL and traffic class are left to the kernel. */
const stack: Codec<number[], readonly number[]> = {
  size: undefined,
  write: (writer, values) => {
    for (const [index, value] of values.entries())
      be32.write(writer, value * 2 ** LABEL_SHIFT + (index === values.length - 1 ? BOTTOM : 0));
  },
  read: (view, start, end) => {
    const found: number[] = [];
    for (let at = start; at + 4 <= end; at += 4) found.push(view.getUint32(at) >>> LABEL_SHIFT);
    return found;
  },
};

export const labelStack: Field<number[], readonly number[]> = field(stack, labels);
