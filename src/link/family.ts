/** What a link is to IPv4 and IPv6 (IFLA_AF_SPEC). */

import {
  IFLA_INET_CONF,
  IFLA_INET6_ADDR_GEN_MODE,
  IFLA_INET6_CACHEINFO,
  IFLA_INET6_CONF,
  IFLA_INET6_FLAGS,
  IFLA_INET6_RA_MTU,
  IFLA_INET6_TOKEN,
  IN6_ADDR_GEN_MODE_EUI64,
  IN6_ADDR_GEN_MODE_NONE,
  IN6_ADDR_GEN_MODE_RANDOM,
  IN6_ADDR_GEN_MODE_STABLE_PRIVACY,
} from '../uapi/if_link.js';
import { AF_INET, AF_INET6 } from '../uapi/socket.js';
import { attributes } from '../wire/attributes.js';
import { bytes, ip, named, type Read, s32, u8, u32 } from '../wire/codec.js';
import { struct } from '../wire/struct.js';
import { INET_CONF, INET6_CONF } from './conf.js';

/** How the link makes IPv6 addresses of its own, as `ip link` spells it. */
export const ADDRESS_GENERATION = {
  eui64: IN6_ADDR_GEN_MODE_EUI64,
  none: IN6_ADDR_GEN_MODE_NONE,
  stable_secret: IN6_ADDR_GEN_MODE_STABLE_PRIVACY,
  random: IN6_ADDR_GEN_MODE_RANDOM,
} as const;

const cacheInfo = struct({ maxReassembly: u32, updated: u32, reachableTime: u32, retransmitTime: u32 });

export const families = attributes({
  inet: [AF_INET, attributes({ conf: [IFLA_INET_CONF, bytes] })],
  inet6: [
    AF_INET6,
    attributes({
      flags: [IFLA_INET6_FLAGS, u32],
      conf: [IFLA_INET6_CONF, bytes],
      cacheInfo: [
        IFLA_INET6_CACHEINFO,
        { size: cacheInfo.size, write: cacheInfo.write, read: cacheInfo.read },
      ],
      token: [IFLA_INET6_TOKEN, ip],
      addressGeneration: [IFLA_INET6_ADDR_GEN_MODE, named(u8, ADDRESS_GENERATION)],
      routerMtu: [IFLA_INET6_RA_MTU, u32],
    }),
  ],
});

/** Settings of a link by their sysctl names: `net.ipv4.conf.LINK.*`, `net.ipv6.conf.LINK.*`. */
export type LinkConf = Readonly<Record<string, number>>;

/**
 * Settings of a link for each IP version, by their sysctl names. Source: IFLA_INET_CONF, IFLA_INET6_CONF of
 * `<linux/if_link.h>`.
 */
export interface LinkConfs {
  readonly inet: LinkConf;
  readonly inet6: LinkConf;
}

/** Numbers one after the other, each under its name; those that have none yet are named by their position. */
function readConf(data: Uint8Array | undefined, names: readonly string[]): LinkConf {
  const result: Record<string, number> = {};
  if (data === undefined) return result;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  for (let at = 0; at + 4 <= data.byteLength; at += 4)
    result[names[at / 4] ?? String(at / 4)] = s32.read(view, at, at + 4);
  return result;
}

export function readConfs(found: Read<typeof families> | undefined): LinkConfs {
  return {
    inet: readConf(found?.inet?.conf, INET_CONF),
    inet6: readConf(found?.inet6?.conf, INET6_CONF),
  };
}
