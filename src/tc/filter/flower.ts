import { linkName } from '../../check/link.js';
import { boolean, type Check, wrongType } from '../../check/options.js';
import { IP_PROTOCOLS } from '../../names/protocols.js';
import { requires } from '../../netlink/requirement.js';
import { ETH_P_ALL } from '../../uapi/if_ether.js';
import {
  TCA_FLOWER_ACT,
  TCA_FLOWER_CLASSID,
  TCA_FLOWER_FLAGS,
  TCA_FLOWER_IN_HW_COUNT,
  TCA_FLOWER_INDEV,
  TCA_FLOWER_KEY_ETH_TYPE,
  TCA_FLOWER_KEY_PORT_DST_MAX,
  TCA_FLOWER_KEY_PORT_DST_MIN,
  TCA_FLOWER_KEY_PORT_SRC_MAX,
  TCA_FLOWER_KEY_PORT_SRC_MIN,
} from '../../uapi/pkt_cls.js';
import { attributes } from '../../wire/attributes.js';
import { be16, bytes, type Codec, type Read, string, u32 } from '../../wire/codec.js';
import { actionList } from '../action/actions.js';
import { classHandle } from '../handle.js';
import { present, translated } from '../kind.js';
import { FLOWER_ROWS, type FlowerKeys, type FlowerRow } from './flower_keys.js';
import { type FilterKind, type Offload, offloadFlags, offloadOf, plainHandle } from './kind.js';
import type { FilterPlace } from './place.js';
import { etherType } from './protocol.js';

/** Matches packets by what is in their headers: `tc filter add ... flower`; tc-flower(8). */
export interface FlowerFilter extends FilterPlace, Offload, FlowerKeys {
  readonly kind: 'flower';
  readonly handle?: number;
  /** Only packets that came in there. */
  readonly inputDevice?: string;
}

const RANGES = {
  sourcePort: ['sourceMin', 'sourceMax'],
  destinationPort: ['destinationMin', 'destinationMax'],
} as const;

const set = attributes({
  classId: [TCA_FLOWER_CLASSID, classHandle],
  inputDevice: [TCA_FLOWER_INDEV, string],
  actions: [TCA_FLOWER_ACT, actionList],
  flags: [TCA_FLOWER_FLAGS, offloadFlags],
  hardwareCount: [TCA_FLOWER_IN_HW_COUNT, u32],
  etherType: [TCA_FLOWER_KEY_ETH_TYPE, be16],
  sourceMin: [TCA_FLOWER_KEY_PORT_SRC_MIN, be16],
  sourceMax: [TCA_FLOWER_KEY_PORT_SRC_MAX, be16],
  destinationMin: [TCA_FLOWER_KEY_PORT_DST_MIN, be16],
  destinationMax: [TCA_FLOWER_KEY_PORT_DST_MAX, be16],
  // The keys, named by row; errors show these names.
  ...Object.fromEntries(
    FLOWER_ROWS.flatMap((row): [string, readonly [number, Codec<Uint8Array>]][] => {
      const [, , value, mask] = row;
      return [
        [valueName(row), [value, bytes]],
        ...(mask === undefined ? [] : ([[`${valueName(row)}Mask`, [mask, bytes]]] as const)),
      ] as [string, readonly [number, Codec<Uint8Array>]][];
    }),
  ),
});

function valueName([option, , value]: FlowerRow): string {
  return `${option}#${value}`;
}

type Found = Readonly<Record<string, Uint8Array | undefined>>;

const RANGE = /^(\d+)-(\d+)$/;

function rangeOf(value: unknown): readonly [number, number] | undefined {
  const found = typeof value === 'string' ? RANGE.exec(value) : null;
  return found ? [Number(found[1]), Number(found[2])] : undefined;
}

/** The row that an option is written with: that of its form and of the IP protocol. */
function encodeKey(option: keyof FlowerKeys, value: unknown, ipProtocol: number | undefined): object {
  const range = rangeOf(value);
  if (range && Object.hasOwn(RANGES, option)) {
    const [min, max] = RANGES[option as keyof typeof RANGES];
    return { [min]: range[0], [max]: range[1] };
  }
  for (const row of FLOWER_ROWS) {
    const [name, form, , mask, protocol] = row;
    if (name !== option || (protocol !== undefined && protocol !== ipProtocol)) continue;
    const parsed = form.parse(option, value);
    if (parsed === undefined) continue;
    return {
      [valueName(row)]: parsed.value,
      ...(mask === undefined ? {} : { [`${valueName(row)}Mask`]: parsed.mask }),
    };
  }
  throw new TypeError(`${option} needs an ipProtocol that has it`);
}

function encode(options: FlowerFilter) {
  const { ipProtocol: given, classId, actions, inputDevice } = options;
  const ipProtocol = typeof given === 'string' ? IP_PROTOCOLS[given] : given;
  const protocol = etherType(options.protocol ?? 'all');
  const keys = [...new Set(FLOWER_ROWS.map(([option]) => option))]
    .filter((option) => options[option] !== undefined)
    .map((option) => encodeKey(option, options[option], ipProtocol));
  return {
    classId,
    inputDevice,
    flags: offloadOf(options),
    etherType: protocol === ETH_P_ALL ? undefined : protocol,
    ...Object.assign({}, ...keys),
    actions,
  };
}

function decode(read: Read<typeof set>) {
  const { classId, inputDevice, actions, flags } = read;
  const found = read as unknown as Found;
  const keys: Record<string, unknown> = {};
  for (const row of FLOWER_ROWS) {
    const [option, form] = row;
    const value = found[valueName(row)];
    if (value?.length !== form.size) continue;
    const mask = found[`${valueName(row)}Mask`] ?? new Uint8Array(form.size).fill(0xff);
    keys[option] = form.format({ value, mask });
  }
  for (const [option, [min, max]] of Object.entries(RANGES)) {
    if (read[min] !== undefined) keys[option] = `${read[min]}-${read[max]}`;
  }
  return present({ classId, inputDevice, actions, ...flags, ...keys });
}

/** A value has to be of the form of some row. */
function keyCheck(option: keyof FlowerKeys): Check {
  return (field, value) => {
    const range = rangeOf(value);
    if (range && Object.hasOwn(RANGES, option)) {
      if (!(range[0] <= range[1] && range[1] <= 0xffff)) throw wrongType(field, value, 'a range of ports');
    } else FLOWER_ROWS.some(([name, form]) => name === option && form.parse(field, value) !== undefined);
  };
}

export const flower: FilterKind<FlowerFilter> = {
  needs: requires('filter', 'flower', 'NET_CLS_FLOWER', 'cls_flower'),
  handle: plainHandle,
  checks: {
    inputDevice: linkName,
    skipHardware: boolean,
    skipSoftware: boolean,
    ...Object.fromEntries(FLOWER_ROWS.map(([option]) => [option, keyCheck(option)])),
  },
  options: translated(set, encode, decode),
};
