import {
  IFLA_IPVLAN_FLAGS,
  IFLA_IPVLAN_MODE,
  IPVLAN_F_PRIVATE,
  IPVLAN_F_VEPA,
  IPVLAN_MODE_L2,
  IPVLAN_MODE_L3,
  IPVLAN_MODE_L3S,
} from '../../uapi/if_link.js';
import { u16 } from '../../wire/codec.js';
import { plainBits } from '../bits.js';
import { choice } from '../field.js';
import { defineKind } from './kind.js';

/** At which layer links that share an address are told apart, as `ip link` spells it. */
const MODES = { l2: IPVLAN_MODE_L2, l3: IPVLAN_MODE_L3, l3s: IPVLAN_MODE_L3S } as const;

const spec = {
  required: ['link'],
  rows: {
    /** Default l3. */
    mode: [IFLA_IPVLAN_MODE, choice(u16, MODES)],
  },
  bits: [
    {
      name: 'flags',
      type: IFLA_IPVLAN_FLAGS,
      codec: plainBits(u16),
      bits: {
        /** No traffic between those on the same link. */
        private: IPVLAN_F_PRIVATE,
        /** Traffic between them goes by way of the switch outside. */
        vepa: IPVLAN_F_VEPA,
      },
    },
  ],
} as const;

/** A link that shares another one's hardware address: `ip link add link LINK NAME type ipvlan`. */
export const ipvlan = defineKind({ ...spec, needs: { option: 'CONFIG_IPVLAN', module: 'ipvlan' } });

/** The same, with a character device to its frames: `ip link add link LINK NAME type ipvtap`. */
export const ipvtap = defineKind({ ...spec, needs: { option: 'CONFIG_IPVTAP', module: 'ipvtap' } });
