import { type Check, type Checks, checkOptions, integer, signal, text, wrongType } from '../check/options.js';
import type { Request } from '../netlink/request.js';
import { requestChecks } from '../raw/netlink.js';
import { NLM_F_DUMP } from '../uapi/netlink.js';
import type { Attributes } from '../wire/attributes.js';
import type { Codec } from '../wire/codec.js';
import type { Body, Decoded, HeaderIn } from '../wire/message.js';
import type { Struct } from '../wire/struct.js';
import type { Controller } from './controller.js';
import type { GenericFamily } from './family.js';
import { GenericMessages, type ListenRequest } from './listener.js';
import type { FamilyPolicy } from './policy.js';

/** A message that `wire.generic()` describes. */
export type GenericBody = Body<
  Struct<{ command: Codec<number>; version: Codec<number>; reserved: Codec<number> }>,
  Attributes
>;

/** A request of generic netlink, in the terms of a schema of one's own. */
export interface GenericRequest<B extends Body> extends Omit<Request<B>, 'type' | 'operation' | 'header'> {
  /** The name of the family: `'ethtool'`. */
  readonly family: string;
  /** The number of the command in the family's header file: ETHTOOL_MSG_FEATURES_GET of `<linux/ethtool_netlink.h>`. */
  readonly command: number;
  /** Of the family's protocol. Default: what the kernel has. */
  readonly version?: number;
  /** NLM_F_*, beside NLM_F_REQUEST and NLM_F_ACK. Default 0. */
  readonly flags?: number;
  /** What it is about: errors name it. */
  readonly subject?: string | number;
  /** How the request and what answers it are laid out; `wire.generic()` describes one. */
  readonly body: B;
  /** The family's own header, where it has one. */
  readonly header?: HeaderIn<B>;
}

/** GENL_NAMSIZ, with the NUL at the end. */
const NAME_SIZE = 16;

const familyName: Check = (field, value) => {
  text(field, value);
  if (value === '' || Buffer.byteLength(String(value)) >= NAME_SIZE)
    throw wrongType(field, value, `a name of 1 to ${NAME_SIZE - 1} bytes`);
};

const checks: Checks<GenericRequest<GenericBody>> = {
  ...requestChecks,
  family: familyName,
  command: integer(0, 0xff),
  version: integer(0, 0xff),
  body: (field, value) => {
    requestChecks.body(field, value);
    if ((value as GenericBody).header.size < 4) throw wrongType(field, value, 'what wire.generic() made');
  },
};

const listenChecks: Checks<ListenRequest<GenericBody>> = {
  family: familyName,
  group: text,
  body: checks.body,
  signal,
};

/**
 * Generic netlink: requests to the parts of the kernel that rtnetlink does not reach, written and read by a schema.
 * Families are found by name, and asked for once a namespace. Requests are in order with all others of the namespace.
 * What a request needs is for its family to say. genl(8), `<linux/genetlink.h>`.
 */
export class Genetlink {
  readonly #controller: Controller;

  /** @internal */
  constructor(controller: Controller) {
    this.#controller = controller;
  }

  /**
   * A family by its name, with its commands and multicast groups: `genl ctrl get name NAME`. The kernel loads the
   * module that it is in, if it can.
   *
   * @throws NetlinkError EOPNOTSUPP if the kernel lacks it, with the option and module that it would come with; ENOENT
   * for a name that is not known here either.
   */
  async family(name: string): Promise<GenericFamily> {
    familyName('name', name);
    return this.#controller.with(name, async (family) => family);
  }

  /** The families that are there now: `genl ctrl list`. Those of modules that are not loaded are not. */
  async families(): Promise<GenericFamily[]> {
    return this.#controller.list();
  }

  /**
   * What a family's commands take: `genl ctrl policy name NAME`. Since Linux 5.10.
   *
   * @throws NetlinkError as {@link family}; ENODATA if the family does not say.
   */
  async policy(name: string): Promise<FamilyPolicy> {
    familyName('name', name);
    return this.#controller.policy(name);
  }

  /**
   * Sends a request; resolves to the messages that answer it, none where a plain success does.
   *
   * @throws NetlinkError, with the attribute that the kernel objects to by its name in the schema; for a family that is
   * not there as {@link family}. TypeError or RangeError, before anything is sent, for a value that the schema cannot
   * write.
   */
  async request<const B extends GenericBody>(request: GenericRequest<B>): Promise<Decoded<B>[]> {
    checkOptions('genetlink.request', request, checks as never, ['family', 'command', 'body']);
    return this.#send(request, request.flags ?? 0);
  }

  /**
   * The same, of everything that there is (NLM_F_DUMP). One that a change interrupts is asked for again, a bounded
   * number of times. @throws NetlinkError EINTR if it was interrupted every time.
   */
  async dump<const B extends GenericBody>(request: GenericRequest<B>): Promise<Decoded<B>[]> {
    checkOptions('genetlink.dump', request, checks as never, ['family', 'command', 'body']);
    return this.#send(request, (request.flags ?? 0) | NLM_F_DUMP);
  }

  /**
   * What a family tells one of its multicast groups, as it happens: `genl ctrl monitor` for nlctrl, `ethtool --monitor`
   * for ethtool.
   *
   *     for await (const { command } of ns.genetlink.listen({ family: 'ethtool', group: 'monitor', body })) ...
   *
   * @throws TypeError for what is no family, group or schema; whether they are there, {@link GenericMessages.ready} says.
   */
  listen<const B extends GenericBody>(request: ListenRequest<B>): GenericMessages<B> {
    checkOptions('genetlink.listen', request, listenChecks as never, ['family', 'group', 'body']);
    return new GenericMessages(this.#controller, request);
  }

  #send<B extends GenericBody>(request: GenericRequest<B>, flags: number): Promise<Decoded<B>[]> {
    const { family: name, command, version, subject = '', body, header, attributes } = request;
    return this.#controller.with(name, (family, channel) =>
      channel.request<B>({
        type: family.id,
        operation: `${name} command ${command}`,
        subject,
        flags,
        body,
        header: { ...header, command, version: version ?? family.version } as never,
        ...(attributes === undefined ? {} : { attributes }),
      }),
    );
  }
}
