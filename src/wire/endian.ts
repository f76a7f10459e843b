import { endianness } from 'node:os';

/** Netlink speaks the byte order of the machine. */
export const LITTLE_ENDIAN = endianness() === 'LE';
