import { byte } from '../../link/field.js';
import { requires } from '../../netlink/requirement.js';
import { LWTUNNEL_ENCAP_MPLS } from '../../uapi/lwtunnel.js';
import { MPLS_IPTUNNEL_DST, MPLS_IPTUNNEL_TTL } from '../../uapi/mpls_iptunnel.js';
import { labelStack } from '../labels.js';
import { defineEncap } from './encap.js';

/** MPLS labels in front of the packet: `encap mpls 100/200`. */
export const mpls = defineEncap({
  type: LWTUNNEL_ENCAP_MPLS,
  needs: requires('encap', 'mpls', 'MPLS_IPTUNNEL', 'mpls_iptunnel'),
  required: ['labels'],
  rows: {
    /** The outermost first. */
    labels: [MPLS_IPTUNNEL_DST, labelStack],
    /** Default: that of the packet, or what net.mpls.default_ttl says. */
    ttl: [MPLS_IPTUNNEL_TTL, byte],
  },
});
