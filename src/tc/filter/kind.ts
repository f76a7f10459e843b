import { type Check, integer } from '../../check/options.js';
import { TCA_CLS_FLAGS_IN_HW, TCA_CLS_FLAGS_SKIP_HW, TCA_CLS_FLAGS_SKIP_SW } from '../../uapi/pkt_cls.js';
import { type Codec, u32 } from '../../wire/codec.js';
import type { TcKind } from '../kind.js';

/** One kind of filter; its handles are its own. */
export interface FilterKind<Options> extends TcKind<Options> {
  readonly handle: FilterHandle;
}

/** What a kind calls its filters. */
export interface FilterHandle {
  readonly check: Check;
  /** Of a value that has been checked. */
  parse(value: string | number): number;
  format(handle: number): string | number;
}

export const plainHandle: FilterHandle = {
  check: integer(1, 0xffff_ffff),
  parse: Number,
  format: (handle) => handle,
};

/** Where a filter is to be looked up, by the kinds that hardware can do. */
export interface Offload {
  /** Not in hardware. */
  readonly skipHardware?: boolean;
  /** Only in hardware. */
  readonly skipSoftware?: boolean;
}

/** The flags of a filter, TCA_CLS_FLAGS_*; nothing for none. */
export const offloadFlags: Codec<Offload & { inHardware?: true }, Offload> = {
  size: 4,
  write: (writer, { skipHardware, skipSoftware }) =>
    u32.write(
      writer,
      (skipHardware ? TCA_CLS_FLAGS_SKIP_HW : 0) | (skipSoftware ? TCA_CLS_FLAGS_SKIP_SW : 0),
    ),
  read: (view, start, end) => {
    const flags = u32.read(view, start, end);
    return {
      ...(flags & TCA_CLS_FLAGS_SKIP_HW ? { skipHardware: true } : {}),
      ...(flags & TCA_CLS_FLAGS_SKIP_SW ? { skipSoftware: true } : {}),
      ...(flags & TCA_CLS_FLAGS_IN_HW ? { inHardware: true } : {}),
    };
  },
};

/** The flags of options that say anything about them. */
export function offloadOf({ skipHardware, skipSoftware }: Offload): Offload | undefined {
  return skipHardware || skipSoftware ? ({ skipHardware, skipSoftware } as Offload) : undefined;
}
