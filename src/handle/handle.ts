import { constants } from 'node:os';
import { type Check, wrongType } from '../check/options.js';
import { ClosedError } from '../error/closed_error.js';
import { SystemError } from '../error/system_error.js';
import type { NativeNamespace, NativeNetlinkSocket } from '../native/addon.js';
import { Channel } from '../netlink/channel.js';
import { endOfTick } from '../netlink/tick.js';
import { NETLINK_GENERIC } from '../uapi/netlink.js';

const { EPROTONOSUPPORT } = constants.errno;

const WITHOUT_NETFILTER = 'this kernel has no netfilter (CONFIG_NETFILTER_NETLINK, module nfnetlink)';

/** The key under which a Namespace keeps its {@link Handle}: for this library's own modules. */
export const HANDLE: unique symbol = Symbol('netloom.handle');

/** Whatever stands for a namespace. */
export interface HasHandle {
  readonly [HANDLE]: Handle;
}

/** A Namespace, among options. */
export const namespaceRef: Check = (field, value) => {
  if (typeof value !== 'object' || value === null || !(HANDLE in value))
    throw wrongType(field, value, 'a Namespace');
};

/** Generic netlink: requests of all families go through one socket. */
interface Generic {
  readonly socket: NativeNetlinkSocket;
  readonly channel: Channel;
}

/** An open namespace as the features see it: the descriptors, and who still needs them. */
export class Handle {
  /** For messages: `namespace "lan"`. */
  readonly label: string;
  readonly #native: NativeNamespace;
  readonly #route: Channel;
  readonly #pending = new Set<PromiseLike<unknown>>();
  #generic: Promise<Generic> | undefined;
  #netfilterTurn: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(native: NativeNamespace, label: string) {
    this.#native = native;
    this.label = label;
    this.#route = new Channel(native.route);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** The addon's namespace. Throws ERR_CLOSED once closing has begun. */
  get native(): NativeNamespace {
    this.#check();
    return this.#native;
  }

  /** rtnetlink requests. Throws ERR_CLOSED once closing has begun. */
  get route(): Channel {
    this.#check();
    return this.#route;
  }

  /** Has `work` use the netfilter socket when it is its turn: one transaction or listing after the other. */
  netfilter<T>(work: (socket: NativeNetlinkSocket) => Promise<T>): Promise<T> {
    const socket = this.native.netfilter;
    if (socket === undefined)
      throw new SystemError(EPROTONOSUPPORT, 'socket', 'NETLINK_NETFILTER', WITHOUT_NETFILTER);
    // Not in this tick: what is issued in it to the route socket can be under way before `work` computes anything.
    const turn = this.#netfilterTurn.then(endOfTick).then(() => work(socket));
    this.#netfilterTurn = turn.then(
      () => {},
      () => {},
    );
    return this.hold(turn);
  }

  /**
   * Has `work` use generic netlink when it is its turn among the rtnetlink requests: it may be about a link that one
   * of them makes, and those after it may count on what it has done. The socket is opened when it is first wanted.
   */
  generic<T>(work: (channel: Channel) => Promise<T>): Promise<T> {
    const { native, route } = this;
    return this.hold(
      route.perform(async () => {
        this.#generic ??= this.#openGeneric(native);
        return work((await this.#generic).channel);
      }),
    );
  }

  /**
   * Has `work` open something in the namespace once every rtnetlink request that was issued before has been answered:
   * it may need a link or an address that one of them makes.
   */
  open<T>(work: (native: NativeNamespace) => Promise<T>): Promise<T> {
    const { native } = this;
    return this.hold(this.#route.idle().then(() => work(native)));
  }

  /** Has `work` use the namespace at once. */
  use<T>(work: (native: NativeNamespace) => Promise<T>): Promise<T> {
    return this.hold(work(this.native));
  }

  /** Keeps the descriptors open until `work`, which uses them, is done. */
  hold<T>(work: Promise<T>): Promise<T> {
    const done = work.then(
      () => {},
      () => {},
    );
    this.#pending.add(done);
    void done.then(() => this.#pending.delete(done));
    return work;
  }

  /** Refuses new work, lets what was issued finish, and lets the descriptors go. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#route.idle();
    while (this.#pending.size > 0) await Promise.all(this.#pending);
    this.#native.route.close();
    this.#native.netfilter?.close();
    (await this.#generic)?.socket.close();
    this.#native.close();
  }

  async #openGeneric(native: NativeNamespace): Promise<Generic> {
    try {
      const socket = await native.openNetlink(NETLINK_GENERIC);
      return { socket, channel: new Channel(socket) };
    } catch (error) {
      this.#generic = undefined; // the next one may have more luck
      throw error;
    }
  }

  #check(): void {
    if (this.#closed) throw new ClosedError(this.label);
  }
}
