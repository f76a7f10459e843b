import { type LinkRef, linkRef } from '../check/link.js';
import { checkOptions, show } from '../check/options.js';
import { NetlinkError } from '../error/netlink_error.js';
import { describeErrno } from '../error/system_error.js';
import type { Controller } from '../genetlink/controller.js';
import type { Handle } from '../handle/handle.js';
import { Links } from '../link/links.js';
import type { Request } from '../netlink/request.js';
import { NLM_F_DUMP } from '../uapi/netlink.js';
import { WG_CMD_GET_DEVICE, WG_CMD_SET_DEVICE, WG_GENL_VERSION } from '../uapi/wireguard.js';
import type { TailIn } from '../wire/message.js';
import { toDevice, type WireguardDevice } from './device.js';
import { linkOf } from './endpoint.js';
import { deviceBody } from './message.js';
import { changeChecks, type WireguardChanges, type WireguardPeerOptions } from './options.js';
import { changesOf, deviceRef, type Part } from './requests.js';

const FAMILY = 'wireguard';

/**
 * Keys and peers of the WireGuard links of a namespace: `wg`. The links themselves are made as all others:
 * `links.add({ kind: 'wireguard', name: 'wg0' })`. Everything here needs CAP_NET_ADMIN. wg(8).
 *
 * @throws NetlinkError EOPNOTSUPP if the kernel lacks WireGuard, with the option and module that it would come with.
 */
export class Wireguard {
  readonly #handle: Handle;
  readonly #controller: Controller;

  /** @internal */
  constructor(handle: Handle, controller: Controller) {
    this.#handle = handle;
    this.#controller = controller;
  }

  /**
   * A link with its keys and peers: `wg show LINK dump`.
   *
   * @throws NetlinkError ENODEV if there is no such link; EOPNOTSUPP if it is of another kind.
   */
  async get(link: LinkRef): Promise<WireguardDevice> {
    linkRef('link', link);
    return explained(
      link,
      this.#controller.with(FAMILY, async ({ id }, channel) =>
        toDevice(
          await channel.request({
            ...about(link, 'WG_CMD_GET_DEVICE', WG_CMD_GET_DEVICE, deviceRef(link)),
            type: id,
            flags: NLM_F_DUMP,
          }),
        ),
      ),
    );
  }

  /** All of them: `wg show all dump`. One that goes away meanwhile is left out. */
  async list(): Promise<WireguardDevice[]> {
    const links = await new Links(this.#handle).list({ kind: 'wireguard' });
    const found = await Promise.all(
      links.map(({ index }) =>
        this.get(index).catch((error: unknown) => {
          if (error instanceof NetlinkError && error.code === 'ENODEV') return undefined;
          throw error;
        }),
      ),
    );
    return found.filter((device) => device !== undefined);
  }

  /**
   * Changes keys and peers: `wg set LINK ...`; with `replacePeers` and, of each, `replaceAllowedIps`, what `wg setconf`
   * does.
   *
   * The kernel carries it out step by step and takes nothing back: first what is the device's own, then `replacePeers`,
   * then one peer after the other, in their order. Some hundred peers fit one message; more take several, as with `wg`,
   * sent one by one until one is refused. So a failure leaves peers that are set beside peers that are not, but none
   * half set that fits a message; with `replacePeers`, those that are still to come are missing meanwhile. All is
   * checked before the first message is sent, also whether there are the links that endpoints name; and the error says
   * which peers the refused message was about: those before them are set.
   *
   * @throws NetlinkError ENODEV if there is no such link; EOPNOTSUPP if it is of another kind; EADDRINUSE if another has
   * the port. TypeError or RangeError, before anything is sent, for a key, an endpoint or a prefix that is none.
   */
  async set(link: LinkRef, changes: WireguardChanges): Promise<void> {
    linkRef('link', link);
    checkOptions('wireguard.set', changes, changeChecks);
    const parts = changesOf(link, changes);
    if (parts.length > 1) await this.#requireLinks(changes.peers ?? []);
    await this.#controller.with(FAMILY, async ({ id }, channel) => {
      for (const part of parts) {
        const request = about(link, 'WG_CMD_SET_DEVICE', WG_CMD_SET_DEVICE, part.attributes);
        await explained(
          link,
          channel.request({ ...request, type: id }),
          changes,
          parts.length > 1 ? part : undefined,
        );
      }
    });
  }

  /** @throws NetlinkError ENODEV if an endpoint is on a link that is not there. */
  async #requireLinks(peers: readonly WireguardPeerOptions[]): Promise<void> {
    const named = peers.flatMap(({ endpoint }) => (endpoint === undefined ? [] : (linkOf(endpoint) ?? [])));
    const links = new Links(this.#handle);
    await Promise.all([...new Set(named)].map((name) => links.get(name)));
  }
}

/** A request but for its type. */
function about(
  link: LinkRef,
  operation: string,
  command: number,
  attributes: TailIn<typeof deviceBody>,
): Omit<Request<typeof deviceBody>, 'type'> {
  const header = { command, version: WG_GENL_VERSION };
  return { operation, subject: link, body: deviceBody, header, attributes };
}

/** What the kernel refuses without a word. */
async function explained<T>(
  link: LinkRef,
  work: Promise<T>,
  changes?: WireguardChanges,
  part?: Part,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof NetlinkError && error.operation.startsWith('WG_'))) throw error;
    const reason = reasonOf(error.code, link, changes);
    const where = part && placeOf(part);
    if (reason === undefined && where === undefined) throw error;
    const why = reason ?? error.extack ?? describeErrno(error.errno).text;
    throw new NetlinkError({ ...error, detail: where ? `${why} (${where})` : why });
  }
}

function placeOf({ first, last }: Part): string {
  return `peers[${first}] to peers[${last}]${first === 0 ? '' : '; those before are set'}`;
}

function reasonOf(code: string, link: LinkRef, { peers = [] }: WireguardChanges = {}): string | undefined {
  if (code === 'EOPNOTSUPP') return `${show(link)} is no link of kind "wireguard"`;
  const removing = peers.some(({ removeAllowedIps }) => removeAllowedIps?.length);
  return code === 'EINVAL' && removing ? 'invalid argument (removeAllowedIps needs Linux 6.16)' : undefined;
}
