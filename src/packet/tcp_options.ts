import { readOptions } from './option_list.js';

/** Option kinds, as IANA numbers them (RFC 9293 section 3.2, RFC 7323, RFC 2018). */
export const TCP_OPTION = {
  end: 0,
  nop: 1,
  mss: 2,
  windowScale: 3,
  sackPermitted: 4,
  sack: 5,
  timestamps: 8,
} as const;

/** An option of a TCP header, told apart by `kind`; RFC 9293, RFC 7323, RFC 2018. */
export type TcpOption =
  | { readonly kind: 'end' }
  | { readonly kind: 'nop' }
  /** Largest segment that the sender takes, in bytes. */
  | { readonly kind: 'mss'; readonly value: number }
  /** How many bits the sender's windows are shifted left. */
  | { readonly kind: 'window-scale'; readonly shift: number }
  | { readonly kind: 'sack-permitted' }
  /** Ranges received beyond the acknowledged one; `right` is the first number not received. */
  | { readonly kind: 'sack'; readonly blocks: readonly { readonly left: number; readonly right: number }[] }
  | { readonly kind: 'timestamps'; readonly value: number; readonly echo: number }
  /** Any other option, or one of the above with a length that it must not have. */
  | { readonly kind: 'unknown'; readonly number: number; readonly data: Uint8Array };

/** Length of the value of each option that is decoded; a sack's is a multiple of 8. */
const decoders: Readonly<Record<number, (data: DataView) => TcpOption | undefined>> = {
  [TCP_OPTION.mss]: (data) => (data.byteLength === 2 ? { kind: 'mss', value: data.getUint16(0) } : undefined),
  [TCP_OPTION.windowScale]: (data) =>
    data.byteLength === 1 ? { kind: 'window-scale', shift: data.getUint8(0) } : undefined,
  [TCP_OPTION.sackPermitted]: (data) => (data.byteLength === 0 ? { kind: 'sack-permitted' } : undefined),
  [TCP_OPTION.sack]: (data) =>
    data.byteLength % 8 === 0 ? { kind: 'sack', blocks: readBlocks(data) } : undefined,
  [TCP_OPTION.timestamps]: (data) =>
    data.byteLength === 8
      ? { kind: 'timestamps', value: data.getUint32(0), echo: data.getUint32(4) }
      : undefined,
};

function readBlocks(data: DataView): { left: number; right: number }[] {
  const blocks = [];
  for (let at = 0; at < data.byteLength; at += 8) {
    blocks.push({ left: data.getUint32(at), right: data.getUint32(at + 4) });
  }
  return blocks;
}

/** The options that were captured whole, in their order; a list that is damaged ends at the damage. */
export function decodeTcpOptions(bytes: Uint8Array, length = bytes.length): TcpOption[] {
  const options: TcpOption[] = [];
  for (const { number, data, defect } of readOptions(bytes, length)) {
    if (defect) break;
    if (number === TCP_OPTION.end) options.push({ kind: 'end' });
    else if (number === TCP_OPTION.nop) options.push({ kind: 'nop' });
    else {
      const view = new DataView(data.buffer, data.byteOffset, data.length);
      options.push(decoders[number]?.(view) ?? { kind: 'unknown', number, data });
    }
  }
  return options;
}

/** The option list of a TCP header, filled up with end markers to a multiple of four bytes. */
export function encodeTcpOptions(options: readonly TcpOption[]): Uint8Array {
  const bytes = options.flatMap(encodeOption);
  while (bytes.length % 4 !== 0) bytes.push(TCP_OPTION.end);
  if (bytes.length > 40) throw new RangeError(`TCP options take ${bytes.length} bytes, over the 40 that fit`);
  return Uint8Array.from(bytes);
}

function encodeOption(option: TcpOption): number[] {
  switch (option.kind) {
    case 'end':
      return [TCP_OPTION.end];
    case 'nop':
      return [TCP_OPTION.nop];
    case 'mss':
      return [TCP_OPTION.mss, 4, option.value >> 8, option.value & 0xff];
    case 'window-scale':
      return [TCP_OPTION.windowScale, 3, option.shift];
    case 'sack-permitted':
      return [TCP_OPTION.sackPermitted, 2];
    case 'sack': {
      const edges = option.blocks.flatMap(({ left, right }) => [...word(left), ...word(right)]);
      return [TCP_OPTION.sack, 2 + edges.length, ...edges];
    }
    case 'timestamps':
      return [TCP_OPTION.timestamps, 10, ...word(option.value), ...word(option.echo)];
    case 'unknown':
      return [option.number, 2 + option.data.length, ...option.data];
  }
}

function word(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}
