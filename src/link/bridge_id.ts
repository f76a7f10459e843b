import { be16, type Codec, mac } from '../wire/codec.js';

/** A bridge as the spanning tree knows it. */
export interface BridgeId {
  readonly priority: number;
  /** Hardware address. */
  readonly address: string;
}

/** `struct ifla_bridge_id` of `<linux/if_link.h>`. */
export const bridgeId: Codec<BridgeId> = {
  size: 8,
  write: (writer, { priority, address }) => {
    be16.write(writer, priority);
    mac.write(writer, address);
  },
  read: (view, start) => ({
    priority: be16.read(view, start, start + 2),
    address: mac.read(view, start + 2, start + 8),
  }),
};
