import { attribute, chars, layout, message, u16, u32 } from './layout.js';

// linux/genetlink.h
const GENL_ID_CTRL = 16;
const CTRL_CMD_NEWFAMILY = 1;
const [FAMILY_ID, FAMILY_NAME, VERSION, HDRSIZE, MAXATTR, OPS, MCAST_GROUPS] = [1, 2, 3, 4, 5, 6, 7];
const NESTED = 0x8000;

/** What the kernel tells of a family, as the answer to request `sequence` of a batch. */
export function familyMessage(name: string, id: number, sequence = 0): Uint8Array {
  const operation = (command: number, flags: number) =>
    layout(attribute(1, u32(command)), attribute(2, u32(flags)));
  return message(
    GENL_ID_CTRL,
    0,
    sequence,
    layout(CTRL_CMD_NEWFAMILY, 2, u16(0)),
    attribute(FAMILY_NAME, chars(name), 0),
    attribute(FAMILY_ID, u16(id)),
    attribute(VERSION, u32(1)),
    attribute(HDRSIZE, u32(0)),
    attribute(MAXATTR, u32(8)),
    attribute(OPS | NESTED, attribute(1, operation(0, 0x1c)), attribute(2, operation(1, 0x1a))),
    attribute(MCAST_GROUPS | NESTED, attribute(1, attribute(2, u32(7)), attribute(1, chars('news'), 0))),
  );
}
