import { type RawOption, readOptions } from '../option_list.js';

interface OptionPrinter {
  readonly name: string;
  /** Bytes that the value must have; any number if left out. */
  readonly size?: number;
  /** What follows the name. @param size how long the value claims to be @param peer what acknowledgements count from */
  readonly value?: (data: DataView, size: number, peer: number) => string;
}

/** The one option of which as much is told as was captured. */
const SACK = 5;

const number16 = (data: DataView) => ` ${data.getUint16(0)}`;
const number32 = (data: DataView) => ` ${data.getUint32(0)}`;

/** tcpdump's names, by option number. */
const printers: Readonly<Record<number, OptionPrinter>> = {
  0: { name: 'eol' },
  1: { name: 'nop' },
  2: { name: 'mss', size: 2, value: number16 },
  3: { name: 'wscale', size: 1, value: (data) => ` ${data.getUint8(0)}` },
  4: { name: 'sackOK', size: 0 },
  [SACK]: { name: 'sack', value: printSack },
  6: { name: 'echo', size: 4, value: number32 },
  7: { name: 'echoreply', size: 4, value: number32 },
  8: { name: 'TS', size: 8, value: (data) => ` val ${data.getUint32(0)} ecr ${data.getUint32(4)}` },
  19: {
    name: 'md5',
    size: 16,
    value: (data) => ` shared secret not supplied with -M, can't check - ${hex(data)}`,
  },
  28: { name: 'uto', size: 2, value: printUserTimeout },
  34: { name: 'tfo', value: printFastOpen },
};

/**
 * The inside of `options [...]` with its closing bracket. Where the list cannot be read to its end, tcpdump's line
 * ends too: `ends` is then what it closes the line with.
 */
export function printTcpOptions(
  bytes: Uint8Array,
  length: number,
  peer: number,
): { text: string; ends?: string } {
  let text = '';
  let first = true;
  for (const option of readOptions(bytes, length)) {
    if (!first) text += ',';
    if (option.defect === 'bad-length') return { text: `${text}[bad opt]`, ends: first ? '' : ']' };
    // Neither number nor length was captured: nothing can be told of this option.
    if (option.defect && option.length === 0) return { text, ends: ' [|tcp]' };
    text += printOption(option, peer);
    if (option.defect) return { text, ends: first ? ' [|tcp]' : ' [|tcp]>' };
    first = false;
  }
  return { text: `${text}]` };
}

function printOption({ number, length, data, defect }: RawOption, peer: number): string {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const printer = printers[number];
  if (!printer) return `unknown-${number}${length > 2 ? ` 0x${hex(view)}` : ''}`;
  if (printer.size !== undefined && number > 1 && length !== printer.size + 2)
    return `${printer.name}[len ${length}]`;
  if (defect && number !== SACK) return printer.name;
  return printer.name + (printer.value?.(view, length - 2, peer) ?? '');
}

function printSack(data: DataView, size: number, peer: number): string {
  if (size % 8 !== 0) return ' invalid sack';
  let text = ` ${size / 8} `;
  for (let at = 0; at + 8 <= data.byteLength; at += 8) {
    text += `{${(data.getUint32(at) - peer) >>> 0}:${(data.getUint32(at + 4) - peer) >>> 0}}`;
  }
  return text;
}

/** RFC 5482: the top bit tells minutes from seconds; tcpdump looks at the lowest. */
function printUserTimeout(data: DataView): string {
  const value = data.getUint16(0);
  return ` 0x${value.toString(16)} ${value & 1 ? (value >> 1) * 60 : value >> 1}`;
}

/** RFC 7413. */
function printFastOpen(data: DataView): string {
  const size = data.byteLength;
  if (size === 0) return '  cookiereq';
  return size % 2 !== 0 || size < 4 || size > 16 ? '  (invalid)' : `  cookie ${hex(data)}`;
}

function hex(data: DataView): string {
  let text = '';
  for (let at = 0; at < data.byteLength; at++) text += data.getUint8(at).toString(16).padStart(2, '0');
  return text;
}
