import { integer, wrongType } from '../check/options.js';
import type { Handle } from '../handle/handle.js';
import { type LinkDestination, linkDestination, openDestination } from '../link/destination.js';
import { NETNSA_FD, NETNSA_NSID, NETNSA_NSID_NOT_ASSIGNED, NETNSA_PID } from '../uapi/net_namespace.js';
import { NLM_F_DUMP } from '../uapi/netlink.js';
import { RTM_GETNSID, RTM_NEWNSID } from '../uapi/rtnetlink.js';
import { attributes } from '../wire/attributes.js';
import { s32, u8, u32 } from '../wire/codec.js';
import { struct } from '../wire/struct.js';

/** RTM_*NSID: `struct rtgenmsg`, then `<linux/net_namespace.h>`. */
export const nsidBody = {
  header: struct({ family: u8 }),
  attributes: attributes({
    id: [NETNSA_NSID, s32],
    namespacePid: [NETNSA_PID, u32],
    namespace: [NETNSA_FD, u32],
  }),
};

const number = integer(0, 0x7fff_ffff);

/**
 * Numbers that this namespace has for others (`linkNamespaceId` of a link): `ip netns`. Each namespace has its own;
 * ip-netns(8).
 */
export class NamespaceIds {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /**
   * Gives a namespace a number here: `ip netns set NAME ID`; without an `id` the kernel chooses one. Needs CAP_NET_ADMIN.
   *
   * @throws NetlinkError EEXIST if it has a number already; ENOSPC if the number is another's.
   */
  async set(namespace: LinkDestination, id?: number): Promise<void> {
    if (id !== undefined) number('id', id);
    await this.#ask(RTM_NEWNSID, namespace, id ?? NETNSA_NSID_NOT_ASSIGNED);
  }

  /** The number that a namespace has here; `undefined`: none. */
  async get(namespace: LinkDestination): Promise<number | undefined> {
    const id = await this.#ask(RTM_GETNSID, namespace, undefined);
    return id === undefined || id === NETNSA_NSID_NOT_ASSIGNED ? undefined : id;
  }

  /** Every number that is given here: `ip netns list-id`. */
  async list(): Promise<number[]> {
    const found = await this.#handle.route.request({ type: RTM_GETNSID, flags: NLM_F_DUMP, body: nsidBody });
    return found.flatMap(({ id }) => (id === undefined ? [] : [id]));
  }

  /**
   * Which of some open namespaces has a number here: what a link's `linkNamespaceId` stands for. `undefined`: none of
   * them.
   */
  async find<N extends LinkDestination>(id: number, namespaces: Iterable<N>): Promise<N | undefined> {
    number('id', id);
    if (typeof namespaces !== 'object' || namespaces === null || !(Symbol.iterator in namespaces))
      throw wrongType('namespaces', namespaces, 'a list of namespaces');
    const all = [...namespaces];
    const ids = await Promise.all(all.map((namespace) => this.get(namespace)));
    return all[ids.indexOf(id)];
  }

  async #ask(type: number, namespace: LinkDestination, id: number | undefined): Promise<number | undefined> {
    if (namespace === undefined) throw wrongType('namespace', namespace, 'a Namespace');
    linkDestination('namespace', namespace);
    const destination = openDestination(namespace);
    try {
      const done = this.#handle.route.request({
        type,
        body: nsidBody,
        attributes: { ...destination.attributes, id },
      });
      destination.handle?.hold(done);
      const [found] = await done;
      return found?.id;
    } finally {
      destination.close();
    }
  }
}
