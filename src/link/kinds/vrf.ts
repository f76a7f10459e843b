import { IFLA_VRF_TABLE } from '../../uapi/if_link.js';
import { u32 } from '../../wire/codec.js';
import { number } from '../field.js';
import { defineKind } from './kind.js';

/**
 * A virtual routing domain: what belongs to it (`master`) is routed by its own table.
 * `ip link add NAME type vrf table TABLE`.
 */
export const vrf = defineKind({
  needs: { option: 'CONFIG_NET_VRF', module: 'vrf' },
  required: ['table'],
  rows: {
    /** Number of the routing table. */
    table: [IFLA_VRF_TABLE, number(u32, 1), 'create'],
  },
});
