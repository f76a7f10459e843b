import { show, wrongType } from '../check/options.js';
import { NetlinkError } from '../error/netlink_error.js';
import type { Handle } from '../handle/handle.js';
import type { NativeEventSocket } from '../native/addon.js';
import type { Channel } from '../netlink/channel.js';
import { asLacking, describe } from '../netlink/requirement.js';
import { CTRL_CMD_GETFAMILY, CTRL_CMD_GETPOLICY, GENL_ID_CTRL } from '../uapi/genetlink.js';
import { NETLINK_GENERIC, NLM_F_DUMP } from '../uapi/netlink.js';
import { requirementOf } from './families.js';
import { familyBody, type GenericFamily, toFamily } from './family.js';
import { type FamilyPolicy, policyBody, toPolicy } from './policy.js';

/** Bytes that the kernel may hold for whoever listens. */
const BUFFER = 4 * 1024 * 1024;

/** CTRL_CMD_GETPOLICY is of version 2 of the controller, which answers requests of version 1 all the same. */
const header = (command: number) => ({ command, version: 2 });

/** Families of one namespace, by name; a family is asked for once. */
export class Controller {
  readonly #handle: Handle;
  readonly #families = new Map<string, GenericFamily>();
  /** Whoever listens, to be ended with the namespace. */
  readonly listeners = new Set<() => void>();

  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /** Has `work` send requests to a family, when it is its turn. */
  with<T>(name: string, work: (family: GenericFamily, channel: Channel) => Promise<T>): Promise<T> {
    return this.#handle.generic(async (channel) => {
      const known = this.#families.get(name);
      const family = known ?? (await this.#find(name, channel));
      try {
        return await work(family, channel);
      } catch (error) {
        if (known === undefined || !(error instanceof NetlinkError && error.code === 'ENOENT')) throw error;
        // A module that was unloaded and loaded again has another number: nobody answers to the old one.
        this.#families.delete(name);
        const now = await this.#find(name, channel);
        if (now.id === known.id) throw error;
        return work(now, channel);
      }
    });
  }

  /** Every family that there is. */
  list(): Promise<GenericFamily[]> {
    return this.#handle.generic((channel) =>
      channel.request(
        {
          type: GENL_ID_CTRL,
          operation: 'CTRL_CMD_GETFAMILY',
          flags: NLM_F_DUMP,
          body: familyBody,
          header: header(CTRL_CMD_GETFAMILY),
        },
        toFamily,
      ),
    );
  }

  /** What a family's commands take. */
  policy(name: string): Promise<FamilyPolicy> {
    return this.with(name, async ({ id }, channel) =>
      toPolicy(
        await channel.request({
          type: GENL_ID_CTRL,
          operation: 'CTRL_CMD_GETPOLICY',
          subject: name,
          flags: NLM_F_DUMP,
          body: policyBody,
          header: header(CTRL_CMD_GETPOLICY),
          attributes: { id },
        }),
      ),
    );
  }

  /** A socket that hears what a family tells a group from now on. */
  async join(name: string, group: string): Promise<{ family: GenericFamily; socket: NativeEventSocket }> {
    const family = await this.with(name, async (found) => found);
    const found = family.groups.find((each) => each.name === group);
    if (found === undefined) {
      const groups = family.groups.map((each) => show(each.name)).join(', ');
      throw wrongType('group', group, groups === '' ? `nothing: ${name} has none` : `one of ${groups}`);
    }
    const socket = await this.#handle.use((native) => native.openEventSocket(BUFFER, NETLINK_GENERIC));
    try {
      socket.join(found.id);
      return { family, socket };
    } catch (error) {
      socket.close();
      throw error;
    }
  }

  /** Ends all that listen. */
  close(): void {
    for (const end of [...this.listeners]) end();
  }

  async #find(name: string, channel: Channel): Promise<GenericFamily> {
    try {
      const [family] = await channel.request(
        {
          type: GENL_ID_CTRL,
          operation: 'CTRL_CMD_GETFAMILY',
          subject: name,
          body: familyBody,
          header: header(CTRL_CMD_GETFAMILY),
          attributes: { name },
        },
        toFamily,
      );
      if (!family) throw new TypeError('the kernel answered a request for a family with nothing');
      this.#families.set(name, family);
      return family;
    } catch (error) {
      throw error instanceof NetlinkError && error.code === 'ENOENT' ? lacking(name, error) : error;
    }
  }
}

/** The same refusal, with what the kernel would need: it has looked for the module itself. */
function lacking(name: string, error: NetlinkError): NetlinkError {
  const requirement = requirementOf(name);
  if (requirement) return asLacking(error, describe(requirement));
  const { errno, operation, subject, index } = error;
  const detail = `no such generic netlink family, nor a module net-pf-16-proto-16-family-${name}`;
  return new NetlinkError({ errno, operation, subject, detail, index });
}
