import { device, number } from '../../link/field.js';
import { requires } from '../../netlink/requirement.js';
import { LWT_XFRM_IF_ID, LWT_XFRM_LINK, LWTUNNEL_ENCAP_XFRM } from '../../uapi/lwtunnel.js';
import { u32 } from '../../wire/codec.js';
import { defineEncap } from './encap.js';

/** The policy that an xfrm link in external mode applies: `encap xfrm if_id 1`. */
export const xfrm = defineEncap({
  type: LWTUNNEL_ENCAP_XFRM,
  needs: requires('encap', 'xfrm', 'XFRM_INTERFACE', 'xfrm_interface'),
  required: ['ifId'],
  rows: {
    ifId: [LWT_XFRM_IF_ID, number(u32, 1)],
    /** The link beneath. */
    linkDev: [LWT_XFRM_LINK, device],
  },
});
