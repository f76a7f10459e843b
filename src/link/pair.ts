/** Links that come in pairs: veth, netkit. */

import { macAddress } from '../check/ip.js';
import { ifindex, linkName } from '../check/link.js';
import { boolean, integer, nested } from '../check/options.js';
import { HANDLE, type Handle, type HasHandle, namespaceRef } from '../handle/handle.js';
import { attributes, headed } from '../wire/attributes.js';
import type { Field } from './field.js';
import type { Companion, Values } from './kinds/kind.js';
import { ifinfomsg, linkTable } from './message.js';

/** The far end of a pair. */
export interface PeerOptions extends Pick<EndOptions, 'name' | 'index' | 'address' | 'mtu' | 'up'> {
  /** Where it is to be; the same namespace if left out. Made in place, which moving it there later is not. */
  readonly namespace?: HasHandle;
}

/** What is said of an end as such. */
export interface EndOptions {
  /** At most 15 bytes, no slash, colon or blank. */
  readonly name: string;
  /** Only together with the near end's. */
  readonly index?: number;
  /** Hardware address; random if it is left out. */
  readonly address?: string;
  /** In bytes. */
  readonly mtu?: number;
  /** Administratively up from the start. */
  readonly up?: boolean;
}

const layout = headed(ifinfomsg, attributes(linkTable));

const check = nested<PeerOptions>(
  {
    name: linkName,
    index: ifindex,
    address: macAddress,
    mtu: integer(0, 0xffff_ffff),
    up: boolean,
    namespace: namespaceRef,
  },
  ['name'],
);

/** The peer as an attribute: a link's message within the message of the link. */
export const peerField: Field<object, PeerOptions> = {
  ...layout,
  check,
  write: (writer, { name, index, address, mtu, namespace }) =>
    layout.write(writer, {
      header: { index },
      attributes: { name, address, mtu, namespace: namespace?.[HANDLE].native.fd },
    }),
};

/** The peer as a link that comes of the request. */
export function peerCompanion(options: Values, here: Handle): Companion | undefined {
  const peer = options.peer as PeerOptions | undefined;
  if (peer === undefined) return undefined;
  return {
    handle: peer.namespace?.[HANDLE] ?? here,
    link: peer.index ?? peer.name,
    up: peer.up ?? false,
  };
}

/** What can be said of each end depends on what is said of the other. */
export function checkEnds(options: Values): void {
  const near = options as unknown as EndOptions;
  const peer = options.peer as PeerOptions | undefined;
  if (peer === undefined) return;
  if (peer.index !== undefined && near.index === undefined)
    throw new TypeError('peer.index needs index: the kernel heeds it only if both ends have one');
  // Raising the peer, and taking the pair away if that fails, are requests of their own: they have to name it.
  const nameless = [near, peer].some(({ name, index }) => index === undefined && name.includes('%'));
  if (peer.up && nameless)
    throw new TypeError(
      `peer.up needs indexes where the kernel chooses names, ${near.name} and ${peer.name}`,
    );
}
