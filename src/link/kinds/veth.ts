import { macAddress } from '../../check/ip.js';
import { ifindex, linkName } from '../../check/link.js';
import { boolean, integer, nested } from '../../check/options.js';
import { HANDLE, type HasHandle, namespaceRef } from '../../handle/handle.js';
import { VETH_INFO_PEER } from '../../uapi/veth.js';
import { attributes, headed } from '../../wire/attributes.js';
import { ifinfomsg, linkTable } from '../message.js';
import type { CommonLinkOptions, LinkKind } from './kind.js';

/** The far end of a veth pair. */
export interface VethPeer extends CommonLinkOptions {
  /** Only together with the near end's. */
  readonly index?: number;
  /** Where it is to be; the same namespace if left out. Made in place, which moving it there later is not. */
  readonly namespace?: HasHandle;
}

/**
 * A pair of Ethernet interfaces: what goes in at one end comes out of the other.
 * `ip link add NAME type veth peer name PEER netns NAMESPACE`; veth(4).
 */
export interface VethOptions extends CommonLinkOptions {
  readonly kind: 'veth';
  readonly peer: VethPeer;
}

const table = attributes(linkTable);

export const veth: LinkKind<VethOptions> = {
  data: attributes({ peer: [VETH_INFO_PEER, headed(ifinfomsg, table)] }),
  required: ['peer'],
  checks: {
    peer: nested<VethPeer>(
      {
        name: linkName,
        index: ifindex,
        address: macAddress,
        mtu: integer(0, 0xffff_ffff),
        up: boolean,
        namespace: namespaceRef,
      },
      ['name'],
    ),
  },
  encode: (options) => {
    checkEnds(options);
    const { name, index, address, mtu, namespace } = options.peer;
    return {
      peer: {
        header: { index },
        attributes: { name, address, mtu, namespace: namespace?.[HANDLE].native.fd },
      },
    };
  },
  companion: ({ peer }, here) => ({
    handle: peer.namespace?.[HANDLE] ?? here,
    link: peer.index ?? peer.name,
    up: peer.up ?? false,
  }),
};

/** What can be said of each end depends on what is said of the other. */
function checkEnds(options: VethOptions): void {
  const { peer } = options;
  if (peer.index !== undefined && options.index === undefined)
    throw new TypeError('peer.index needs index: the kernel heeds it only if both ends have one');
  // Raising the peer, and taking the pair away if that fails, are requests of their own: they have to name it.
  const nameless = [options, peer].some(({ name, index }) => index === undefined && name.includes('%'));
  if (peer.up && nameless)
    throw new TypeError(
      `peer.up needs indexes where the kernel chooses names, ${options.name} and ${peer.name}`,
    );
}
