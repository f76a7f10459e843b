import type { Server, Socket } from 'node:net';
import { Addresses } from '../address/addresses.js';
import { Bridge } from '../bridge/bridge.js';
import { type Capture, type CaptureOptions, openCapture } from '../capture/capture.js';
import type { LinkRef } from '../check/link.js';
import { boolean, checkOptions, integer, text, wrongType } from '../check/options.js';
import { SystemError } from '../error/system_error.js';
import { EventHub } from '../events/hub.js';
import type { EventKind } from '../events/kinds/index.js';
import { State } from '../events/state.js';
import { type EventOptions, EventStream, eventOptions } from '../events/stream.js';
import { Controller } from '../genetlink/controller.js';
import { Genetlink } from '../genetlink/genetlink.js';
import { HANDLE, Handle, type HasHandle, namespaceRef } from '../handle/handle.js';
import { Links } from '../link/links.js';
import type { NativeNamespace } from '../native/addon.js';
import { addon } from '../native/load.js';
import { Neighbours } from '../neighbour/neighbours.js';
import { Netconf } from '../netconf/netconf.js';
import { Nexthops } from '../nexthop/nexthops.js';
import { Nft } from '../nft/transaction/nft.js';
import { NamespaceIds } from '../nsid/nsids.js';
import { Probe } from '../probe/probe.js';
import { Netlink } from '../raw/netlink.js';
import { Mroutes } from '../route/mroutes.js';
import { Routes } from '../route/routes.js';
import { Rules } from '../rule/rules.js';
import { type ConnectOptions, connect } from '../socket/connect.js';
import { type ListenOptions, listen } from '../socket/listen.js';
import { Sysctl } from '../sysctl/sysctl.js';
import { Classes } from '../tc/classes.js';
import { Filters } from '../tc/filters.js';
import { Qdiscs } from '../tc/qdiscs.js';
import { runTransaction } from '../transaction/transaction.js';
import type { Undoable } from '../transaction/undo/index.js';
import { Wireguard } from '../wireguard/wireguard.js';
import { NAMESPACE_DIRECTORY, namespaceName } from './name.js';
import { createNative, deleteName, listNames } from './registry.js';

/** What {@link Namespace.create} can be told. */
export interface CreateOptions {
  /**
   * The name stays when the handle is closed and when the process ends, as with `ip netns add`. Default false: it
   * goes with the handle, or with the process.
   */
  readonly persist?: boolean;
}

/** Which namespace to open; exactly one of these. */
export type NamespaceTarget =
  /** A name under /run/netns: `ip netns exec NAME`. */
  | { readonly name: string }
  /** A process, whose main thread's namespace it is. */
  | { readonly pid: number }
  /** An nsfs file, such as /proc/PID/task/TID/ns/net or a bind mount of one. */
  | { readonly path: string }
  /** A descriptor of one; it stays the caller's. */
  | { readonly fd: number };

/** What makes a namespace this one and no other: device and inode of its nsfs file. */
export interface NamespaceId {
  readonly device: number;
  readonly inode: number;
}

/**
 * A network namespace, open: its links, addresses, routes, sysctls, firewall, sockets.
 *
 * The handle keeps the namespace alive. Whatever is done through it happens inside the namespace, on no thread of
 * the program's own. Closing is idempotent; `await using` does it at the end of a block.
 *
 * Source: network_namespaces(7), ip-netns(8).
 */
export class Namespace implements HasHandle, AsyncDisposable {
  /** The name it was made or opened with. */
  readonly name: string | undefined;
  /** What it is, whatever its name. */
  readonly id: NamespaceId;
  /** @internal */
  readonly [HANDLE]: Handle;
  readonly #ownsName: boolean;
  readonly #hub: EventHub;
  readonly #controller: Controller;
  #closing: Promise<void> | undefined;

  /** Network interfaces: `ip link`. */
  readonly links: Links;
  /** IPv4 and IPv6 addresses of links: `ip address`. */
  readonly addresses: Addresses;
  /** `ip route`. */
  readonly routes: Routes;
  /** Where multicast is forwarded: `ip mroute`. */
  readonly mroutes: Mroutes;
  /** Next hops that routes share: `ip nexthop`. */
  readonly nexthops: Nexthops;
  /** Which table a packet is routed by: `ip rule`. */
  readonly rules: Rules;
  /** Who is known on the links, and proxies: `ip neighbour`, `ip ntable`. */
  readonly neighbours: Neighbours;
  /** Tables of bridges and VXLANs: `bridge fdb`, `bridge vlan`, `bridge mdb`. */
  readonly bridge: Bridge;
  /** Numbers that other namespaces have here: `ip netns set`. */
  readonly nsids: NamespaceIds;
  /** How links forward: `ip netconf`. */
  readonly netconf: Netconf;
  /** How packets wait to be sent: `tc qdisc`. */
  readonly qdiscs: Qdiscs;
  /** How a link is shared out: `tc class`. */
  readonly classes: Classes;
  /** How packets are told apart, and what becomes of them: `tc filter`. */
  readonly filters: Filters;
  /** Any other request of rtnetlink. */
  readonly netlink: Netlink;
  /** Any request of generic netlink, and the families that answer such. */
  readonly genetlink: Genetlink;
  /** Keys and peers of WireGuard links: `wg`. */
  readonly wireguard: Wireguard;
  /** Kernel parameters: `sysctl`. */
  readonly sysctl: Sysctl;
  /** The firewall: `nft`. */
  readonly nft: Nft;
  /** What other hosts answer: `nmap -sS`. */
  readonly probe: Probe;

  private constructor(native: NativeNamespace, label: string, name: string | undefined, ownsName: boolean) {
    const handle = new Handle(native, label);
    this[HANDLE] = handle;
    this.name = name;
    this.id = { device: native.device, inode: native.inode };
    this.#ownsName = ownsName;
    this.#hub = new EventHub(handle);
    this.links = new Links(handle);
    this.addresses = new Addresses(
      handle,
      (signal) =>
        new EventStream(this.#hub, { kinds: ['address'], snapshot: true, ...(signal ? { signal } : {}) }),
    );
    this.routes = new Routes(handle);
    this.mroutes = new Mroutes(handle);
    this.nexthops = new Nexthops(handle);
    this.rules = new Rules(handle);
    this.neighbours = new Neighbours(handle);
    this.bridge = new Bridge(handle);
    this.nsids = new NamespaceIds(handle);
    this.netconf = new Netconf(handle);
    this.qdiscs = new Qdiscs(handle);
    this.classes = new Classes(handle);
    this.filters = new Filters(handle);
    this.netlink = new Netlink(handle);
    const controller = new Controller(handle);
    this.#controller = controller;
    this.genetlink = new Genetlink(controller);
    this.wireguard = new Wireguard(handle, controller);
    this.sysctl = new Sysctl(handle);
    this.nft = new Nft(handle);
    this.probe = new Probe(handle);
  }

  /**
   * Makes a namespace. With a name it is also bound under /run/netns, exactly as `ip netns add NAME` does, and
   * `ip netns exec NAME` works; without, it lives as long as its handle. Needs CAP_SYS_ADMIN.
   *
   * @throws SystemError EEXIST if the name is taken: that namespace is left as it is. EPERM.
   */
  static async create(name?: string, options: CreateOptions = {}): Promise<Namespace> {
    if (name !== undefined) namespaceName('name', name);
    checkOptions('Namespace.create', options, { persist: boolean });
    const { persist = false } = options;
    if (persist && name === undefined) throw new TypeError('a namespace can only persist with a name');
    const native = await createNative(name ?? null);
    if (name === undefined) return new Namespace(native, 'the namespace', undefined, false);
    if (persist) addon.keepNamespaceName(name);
    return new Namespace(native, `namespace ${JSON.stringify(name)}`, name, !persist);
  }

  /**
   * Opens a namespace that is there already, by name, process, path or descriptor. Needs CAP_SYS_ADMIN, and
   * CAP_SYS_PTRACE for somebody else's process.
   *
   * @throws SystemError ENOENT if there is none; EINVAL if it is no network namespace; EPERM.
   */
  static async open(target: string | NamespaceTarget): Promise<Namespace> {
    const named = typeof target === 'string' ? { name: target } : target;
    checkOptions('Namespace.open', named as Partial<Record<'name' | 'pid' | 'path' | 'fd', never>>, {
      name: namespaceName,
      pid: integer(1, 0x7fff_ffff),
      path: text,
      fd: integer(0, 0x7fff_ffff),
    });
    const { name, pid, path, fd }: { name?: string; pid?: number; path?: string; fd?: number } = named;
    if ([name, pid, path, fd].filter((way) => way !== undefined).length !== 1)
      throw wrongType('target', target, 'one of name, pid, path or fd');
    if (fd !== undefined) {
      const native = await addon.openNamespace(fd);
      return new Namespace(native, `namespace of descriptor ${fd}`, undefined, false);
    }
    const file = path ?? (pid === undefined ? `${NAMESPACE_DIRECTORY}/${name}` : `/proc/${pid}/ns/net`);
    const native = await addon.openNamespace(file);
    return new Namespace(native, `namespace ${JSON.stringify(name ?? file)}`, name, false);
  }

  /** The namespace that this process is in. Needs no privilege, only changes do. */
  static async current(): Promise<Namespace> {
    return new Namespace(await addon.openNamespace(), 'the current namespace', undefined, false);
  }

  /** Names under /run/netns: `ip netns list`. */
  static async list(): Promise<string[]> {
    return listNames();
  }

  /**
   * Takes a name away: `ip netns delete NAME`. The namespace itself ends with its last user.
   *
   * @throws SystemError ENOENT if there is none; EPERM.
   */
  static async delete(name: string): Promise<void> {
    namespaceName('name', name);
    await deleteName([name]);
  }

  /** Whether both handles stand for one namespace. */
  isSame(other: Namespace): boolean {
    namespaceRef('other', other);
    return this.id.inode === other.id.inode && this.id.device === other.id.device;
  }

  /** A TCP connection out of the namespace. */
  connect(options: ConnectOptions): Promise<Socket> {
    return connect(this[HANDLE], options);
  }

  /** A TCP server in the namespace. */
  listen(options?: ListenOptions, onConnection?: (socket: Socket) => void): Promise<Server> {
    return listen(this[HANDLE], options, onConnection);
  }

  /**
   * What a link receives and sends, from now on: `tcpdump -i LINK`. Without a link, what all of them do. Needs
   * CAP_NET_RAW. When the promise resolves, no frame sent afterwards is missed.
   *
   * @throws SystemError ENODEV, EPERM; AbortError.
   */
  capture(link?: LinkRef, options?: CaptureOptions): Promise<Capture> {
    return openCapture(this[HANDLE], link, options);
  }

  /**
   * Changes in the namespace, as they happen: `ip monitor`. See {@link EventStream}; it has begun when its `ready`
   * resolves. Needs no privilege, but for more kernel memory than net.core.rmem_max.
   */
  events<K extends EventKind = EventKind>(options: EventOptions<K> = {}): EventStream<K> {
    eventOptions(options);
    return new EventStream(this.#hub, options);
  }

  /** A view of what is in the namespace that is kept up to date; see {@link State}. */
  state(): State {
    return new State(this.#hub);
  }

  /**
   * Changes that hold together: if one is refused, or `work` fails, those before it are undone, the last first. `work`
   * gets the collections with the verbs that can be undone; one that cannot be is a TypeError before anything is sent.
   * What is taken away comes back exactly as the kernel had listed it. Others see every step as it is made: this is
   * order and care, not isolation.
   *
   *     await ns.transaction(async ({ links, addresses }) => {
   *       await links.add({ kind: 'bridge', name: 'br0', up: true });
   *       await addresses.add({ link: 'br0', address: '192.0.2.1/24' });
   *     });
   *
   * @throws TransactionError, which says which step failed, what was undone, and what could not be; its `cause` is the
   * step's own error.
   */
  transaction<T>(work: (collections: Undoable) => Promise<T>): Promise<T> {
    return runTransaction(this, work);
  }

  /**
   * Lets the namespace go: what was issued finishes first, what comes after fails with ERR_CLOSED. A name that
   * this handle made goes as well. Sockets and servers that were opened in it live on, and keep it alive.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Closes, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    this.#hub.close();
    this.#controller.close();
    await this[HANDLE].close();
    if (!this.#ownsName || this.name === undefined) return;
    try {
      await deleteName([this.name, this.id.device, this.id.inode]);
    } catch (error) {
      // Somebody else was faster: it is gone, or stands for another namespace.
      if (!(error instanceof SystemError && error.code === 'ENOENT')) throw error;
    }
  }
}
