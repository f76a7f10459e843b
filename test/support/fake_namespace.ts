import type { SystemError } from '../../src/error/system_error.js';
import { Handle } from '../../src/handle/handle.js';
import type {
  NativeBatch,
  NativeNamespace,
  NativeNetlinkSocket,
  NativeNftDump,
  NativeNftTransaction,
} from '../../src/native/addon.js';

/** A batch as the addon would have got it. */
export interface Sent {
  readonly bytes: Uint8Array;
  readonly names: readonly string[];
  readonly slots: readonly number[];
}

export type Answer = (sent: Sent) => Uint8Array | Promise<Uint8Array>;

/** A netlink socket that keeps what it is given and answers as it is told; silence is success. */
export class FakeSocket implements NativeNetlinkSocket {
  readonly sent: Sent[] = [];
  /** The calls that this socket's batch was the first of. */
  readonly calls: (readonly NativeBatch[])[] = [];
  closed = false;
  readonly #answer: Answer;

  constructor(answer: Answer = () => new Uint8Array()) {
    this.#answer = answer;
  }

  async transact(batches: readonly NativeBatch[]): Promise<(ArrayBuffer | SystemError)[]> {
    this.calls.push(batches);
    return Promise.all(batches.map((batch) => (batch.socket as FakeSocket).#take(batch)));
  }

  async #take({ bytes, names, slots }: NativeBatch): Promise<ArrayBuffer> {
    const sent = { bytes: Uint8Array.from(bytes), names: [...names], slots: [...slots] };
    this.sent.push(sent);
    return Uint8Array.from(await this.#answer(sent)).buffer;
  }

  nftTransaction(): NativeNftTransaction {
    throw new Error('not part of this test');
  }

  nftDump(): NativeNftDump {
    throw new Error('not part of this test');
  }

  close(): void {
    this.closed = true;
  }
}

const absent = () => {
  throw new Error('not part of this test');
};

/** A namespace of the addon that is nothing but a netlink socket; `more` stands in for the rest. */
export function fakeNamespace(route: FakeSocket, more: Partial<NativeNamespace> = {}): NativeNamespace {
  return {
    fd: 33,
    device: 4,
    inode: 4026531840,
    route,
    netfilter: new FakeSocket(),
    sysctl: absent,
    openTcp: absent,
    listenTcp: absent,
    openNetlink: absent,
    openPacketSocket: absent,
    openEventSocket: absent,
    openTcpProbe: absent,
    createTun: absent,
    close: () => {},
    ...more,
  };
}

/** A handle whose generic netlink socket answers as it is told; both sockets to look at what was sent. */
export function fakeGeneric(answer: Answer): { handle: Handle; route: FakeSocket; generic: FakeSocket } {
  const route = new FakeSocket();
  const generic = new FakeSocket(answer);
  const native = fakeNamespace(route, { openNetlink: async () => generic });
  return { handle: new Handle(native, 'the fake'), route, generic };
}

/** A handle on such a namespace, and the socket to look at what was sent. */
export function fakeHandle(answer?: Answer, fd = 33): { handle: Handle; socket: FakeSocket } {
  const socket = new FakeSocket(answer);
  return { handle: new Handle(fakeNamespace(socket, { fd }), 'the fake'), socket };
}
