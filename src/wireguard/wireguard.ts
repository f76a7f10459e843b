import { type LinkRef, linkRef } from '../check/link.js';
import { checkOptions, show } from '../check/options.js';
import { NetlinkError } from '../error/netlink_error.js';
import type { Controller } from '../genetlink/controller.js';
import type { Handle } from '../handle/handle.js';
import { Links } from '../link/links.js';
import type { Request } from '../netlink/request.js';
import { NLM_F_DUMP } from '../uapi/netlink.js';
import { WG_CMD_GET_DEVICE, WG_CMD_SET_DEVICE, WG_GENL_VERSION } from '../uapi/wireguard.js';
import type { TailIn } from '../wire/message.js';
import { toDevice, type WireguardDevice } from './device.js';
import { deviceBody } from './message.js';
import { changeChecks, type WireguardChanges } from './options.js';
import { changesOf, deviceRef } from './requests.js';

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
   * does. More peers than fit one message take several: if one is refused, those before it hold.
   *
   * @throws NetlinkError ENODEV if there is no such link; EOPNOTSUPP if it is of another kind; EADDRINUSE if another has
   * the port. TypeError or RangeError, before anything is sent, for a key, an endpoint or a prefix that is none.
   */
  async set(link: LinkRef, changes: WireguardChanges): Promise<void> {
    linkRef('link', link);
    checkOptions('wireguard.set', changes, changeChecks);
    const messages = changesOf(link, changes);
    await explained(
      link,
      this.#controller.with(FAMILY, async ({ id }, channel) => {
        for (const message of messages)
          await channel.request({
            ...about(link, 'WG_CMD_SET_DEVICE', WG_CMD_SET_DEVICE, message),
            type: id,
          });
      }),
      changes,
    );
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
async function explained<T>(link: LinkRef, work: Promise<T>, changes?: WireguardChanges): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof NetlinkError && error.operation.startsWith('WG_'))) throw error;
    const { errno, operation, subject, extack, index } = error;
    const detail = reasonOf(error.code, link, changes);
    throw detail === undefined
      ? error
      : new NetlinkError({ errno, operation, subject, extack, index, detail });
  }
}

function reasonOf(code: string, link: LinkRef, { peers = [] }: WireguardChanges = {}): string | undefined {
  if (code === 'EOPNOTSUPP') return `${show(link)} is no link of kind "wireguard"`;
  const removing = peers.some(({ removeAllowedIps }) => removeAllowedIps?.length);
  return code === 'EINVAL' && removing ? 'invalid argument (removeAllowedIps needs Linux 6.16)' : undefined;
}
