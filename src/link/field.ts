/** Codecs that know what may be written: each value of an option has its layout and its check in one place. */

import { ipAddress, macAddress } from '../check/ip.js';
import { linkRef } from '../check/link.js';
import { boolean, type Check, integer, show, wrongType } from '../check/options.js';
import { be16, be32, type Codec, flag, ip, link, mac, named, u8, u16, u32 } from '../wire/codec.js';

export interface Field<Out, In = Out> extends Codec<Out, In> {
  /** Looks at a value before anything is written. */
  readonly check: Check;
  /** What it means that the kernel says nothing of it. */
  readonly absent?: Out;
}

export function field<Out, In>(codec: Codec<Out, In>, check: Check): Field<Out, In> {
  return { ...codec, check };
}

/** A whole number in a range; in all that its bits can hold if none is given. */
export function number(codec: Codec<number>, least = 0, most = 2 ** ((codec.size ?? 4) * 8) - 1) {
  return field(codec, integer(least, most));
}

export const byte = number(u8);
export const short = number(u16);
export const word = number(u32);
/** A port, or a number of 16 bits, in network byte order. */
export const port = number(be16);
/** A number of 32 bits in network byte order. */
export const bigWord = number(be32);

/** On or off, as a number that is 1 or 0. */
export function onOff(codec: Codec<number>): Field<boolean> {
  return {
    size: codec.size,
    check: boolean,
    write: (writer, value) => codec.write(writer, value ? 1 : 0),
    read: (view, start, end) => codec.read(view, start, end) !== 0,
  };
}

export const switched = onOff(u8);

/** On or off, as an attribute that is there or not; some that are written so are read as a number. */
export const present: Field<boolean> = {
  ...field(flag, boolean),
  read: (view, start, end) => start === end || view.getUint8(start) !== 0,
  absent: false,
};

/** The names of a table's numbers; a number that has none yet is read, and may be written, as it is. */
export function choice<const N extends Readonly<Record<string, number>>>(codec: Codec<number>, names: N) {
  const words = Object.keys(names);
  const check: Check = (name, value) => {
    if (typeof value === 'number') integer(0, 0xffff_ffff)(name, value);
    else if (typeof value !== 'string' || !Object.hasOwn(names, value))
      throw wrongType(name, value, `one of ${words.map(show).join(', ')}`);
  };
  return field(named(codec, names), check);
}

/** Either IP version, told apart by length. */
export const anyIp = field(ip, ipAddress);

const ofVersion =
  (inet6: boolean): Check =>
  (name, value) => {
    ipAddress(name, value);
    if (String(value).includes(':') !== inet6) throw wrongType(name, value, `an IPv${inet6 ? 6 : 4} address`);
  };

export const ipv4 = field(ip, ofVersion(false));
export const ipv6 = field(ip, ofVersion(true));
export const hardware = field(mac, macAddress);
/** A link, by name or index. */
export const device = field(link, linkRef);

/** The same; 0: none. */
export const deviceOrNone = field(link, (name, value) => {
  if (value !== 0) linkRef(name, value);
});

const USER_HZ = 100;

/** A time that the kernel counts in hundredths of a second (USER_HZ), in seconds. */
export function seconds(codec: Codec<number> | Codec<bigint>): Field<number> {
  const check: Check = (name, value) => {
    if (typeof value !== 'number') throw wrongType(name, value, 'a number of seconds');
    if (!(value >= 0 && value * USER_HZ <= 0xffff_ffff))
      throw new RangeError(`${name} must be from 0 to ${0xffff_ffff / USER_HZ} seconds, not ${value}`);
  };
  return {
    size: codec.size,
    check,
    write: (writer, value) => {
      const ticks = Math.round(value * USER_HZ);
      if (codec.size === 8) (codec as Codec<bigint>).write(writer, BigInt(ticks));
      else (codec as Codec<number>).write(writer, ticks);
    },
    read: (view, start, end) => Number(codec.read(view, start, end)) / USER_HZ,
  };
}

/** What is only read: nothing is to be checked. */
export function readOnly<Out, In>(codec: Codec<Out, In>): Field<Out, In> {
  return field(codec, () => {});
}

/** Some of the same, one after the other. */
export function listOf(each: Check): Check {
  return (name, value) => {
    if (!Array.isArray(value)) throw wrongType(name, value, 'an array');
    for (const [index, entry] of value.entries()) each(`${name}[${index}]`, entry);
  };
}
