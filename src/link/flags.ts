import {
  IFF_ALLMULTI,
  IFF_AUTOMEDIA,
  IFF_BROADCAST,
  IFF_DEBUG,
  IFF_DORMANT,
  IFF_DYNAMIC,
  IFF_ECHO,
  IFF_LOOPBACK,
  IFF_LOWER_UP,
  IFF_MASTER,
  IFF_MULTICAST,
  IFF_NOARP,
  IFF_NOTRAILERS,
  IFF_POINTOPOINT,
  IFF_PORTSEL,
  IFF_PROMISC,
  IFF_RUNNING,
  IFF_SLAVE,
  IFF_UP,
} from '../uapi/if.js';
import { bitNames } from '../wire/codec.js';

/** Interface flags as `ip link` spells them, in its order. */
const FLAGS = {
  LOOPBACK: IFF_LOOPBACK,
  BROADCAST: IFF_BROADCAST,
  POINTOPOINT: IFF_POINTOPOINT,
  MULTICAST: IFF_MULTICAST,
  NOARP: IFF_NOARP,
  ALLMULTI: IFF_ALLMULTI,
  PROMISC: IFF_PROMISC,
  MASTER: IFF_MASTER,
  SLAVE: IFF_SLAVE,
  DEBUG: IFF_DEBUG,
  DYNAMIC: IFF_DYNAMIC,
  AUTOMEDIA: IFF_AUTOMEDIA,
  PORTSEL: IFF_PORTSEL,
  NOTRAILERS: IFF_NOTRAILERS,
  UP: IFF_UP,
  LOWER_UP: IFF_LOWER_UP,
  RUNNING: IFF_RUNNING,
  DORMANT: IFF_DORMANT,
  ECHO: IFF_ECHO,
} as const;

/** A flag of a link, IFF_UP as `UP`; netdevice(7). */
export type LinkFlag = keyof typeof FLAGS;

const namesOf = bitNames(FLAGS);

export function linkFlags(bits: number): LinkFlag[] {
  return namesOf(bits);
}
