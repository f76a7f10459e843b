import { fromBigInt, toBigInt } from '../value.js';
import { type Datatype, ValueError } from './datatype.js';
import { parseInteger } from './integer.js';

/**
 * A control group (version 2), by its path below /sys/fs/cgroup. The kernel compares inode numbers, so it must be there
 * when the rule is added.
 */
export const controlGroup: Datatype = {
  name: 'cgroupsv2',
  id: 46,
  description: 'control group',
  bits: 64,
  order: 'host',
  base: 'integer',
  bitmask: false,
  prefix: false,
  parse(immediate, names) {
    const path = String(immediate);
    const id = names.controlGroup(path) ?? parseInteger(path);
    if (id === undefined) throw new ValueError(`control group "${path}" does not exist`);
    return fromBigInt(id, 8);
  },
  toAst(value, names) {
    const id = toBigInt(value);
    // nft lists a number without a path as text, too.
    return names.controlGroupPath(id) ?? String(id);
  },
  toText: (immediate) =>
    parseInteger(String(immediate)) === undefined ? `"${immediate}"` : String(immediate),
};
