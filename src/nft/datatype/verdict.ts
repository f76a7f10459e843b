import { type Datatype, ValueError } from './datatype.js';

/** What happens to the packet; verdicts are expressions of their own and never constants. */
export const verdict: Datatype = {
  name: 'verdict',
  id: 1,
  description: 'netfilter verdict',
  bits: 0,
  order: 'host',
  base: 'verdict',
  bitmask: false,
  prefix: false,
  parse(immediate) {
    throw new ValueError(`"${immediate}" is not a verdict`);
  },
  toAst: () => '',
  toText: String,
};
