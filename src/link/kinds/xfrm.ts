import { IFLA_XFRM_COLLECT_METADATA, IFLA_XFRM_IF_ID, IFLA_XFRM_LINK } from '../../uapi/if_link.js';
import { u32 } from '../../wire/codec.js';
import { device, number, present } from '../field.js';
import { defineKind } from './kind.js';

/** A link of IPsec: states and policies with its number belong to it. `ip link add NAME type xfrm if_id ID`. */
export const xfrm = defineKind({
  needs: { option: 'CONFIG_XFRM_INTERFACE', module: 'xfrm_interface' },
  whole: true,
  rows: {
    /** The link beneath. */
    dev: [IFLA_XFRM_LINK, device],
    interfaceId: [IFLA_XFRM_IF_ID, number(u32, 1)],
    /** Takes the number from the packet's metadata; then nothing else is said. */
    external: [IFLA_XFRM_COLLECT_METADATA, present, 'create'],
  },
});
