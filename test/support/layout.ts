/** Bytes as a C compiler lays them out here, independently of the code that is tested with them. */

type Part = number | readonly number[] | Uint8Array;

const bytesOf = (array: ArrayBufferView<ArrayBuffer>): number[] => [...new Uint8Array(array.buffer)];

/** Numbers in the machine's own byte order. */
export const u16 = (value: number): number[] => bytesOf(Uint16Array.of(value));
export const u32 = (value: number): number[] => bytesOf(Uint32Array.of(value));
export const s32 = (value: number): number[] => bytesOf(Int32Array.of(value));
export const u64 = (value: bigint): number[] => bytesOf(BigUint64Array.of(value));

/** Characters without a NUL behind them. */
export const chars = (text: string): number[] => [...Buffer.from(text)];

/** Bytes one after another; a number alone is one byte. */
export function layout(...parts: readonly Part[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...part])));
}

/** One netlink attribute: length, type, value, padding to four bytes. */
export function attribute(type: number, ...value: readonly Part[]): Uint8Array {
  const data = layout(...value);
  return layout(u16(4 + data.length), u16(type), data, new Uint8Array(-data.length & 3));
}

/** One netlink message; its port is 0. */
export function message(
  type: number,
  flags: number,
  sequence: number,
  ...payload: readonly Part[]
): Uint8Array {
  const data = layout(...payload);
  return layout(u32(16 + data.length), u16(type), u16(flags), u32(sequence), u32(0), data);
}

/** An NLMSG_ERROR: the error, the header of the request it answers, and extended acknowledgement attributes. */
export function errorMessage(sequence: number, errno: number, ...extack: readonly Part[]): Uint8Array {
  const NLM_F_CAPPED = 0x100;
  const NLM_F_ACK_TLVS = 0x200;
  const request = message(0, 0, sequence);
  return message(2, NLM_F_CAPPED | NLM_F_ACK_TLVS, sequence, s32(-errno), request, ...extack);
}

/** A view on a copy of these bytes that has room for nothing else. */
export function view(bytes: Uint8Array): DataView {
  return new DataView(Uint8Array.from(bytes).buffer);
}
