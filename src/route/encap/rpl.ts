import { type Field, field } from '../../link/field.js';
import { requires } from '../../netlink/requirement.js';
import { LWTUNNEL_ENCAP_RPL } from '../../uapi/lwtunnel.js';
import { RPL_IPTUNNEL_SRH } from '../../uapi/rpl_iptunnel.js';
import { defineEncap } from './encap.js';
import { readRplRouting, segmentList, writeRplRouting } from './segments.js';

const segs: Field<string[], readonly string[]> = field(
  { size: undefined, write: writeRplRouting, read: readRplRouting },
  segmentList,
);

/** A source route for low-power networks: `encap rpl segs fc00::1,fc00::2`; RFC 6554. */
export const rpl = defineEncap({
  type: LWTUNNEL_ENCAP_RPL,
  needs: requires('encap', 'rpl', 'IPV6_RPL_LWTUNNEL'),
  required: ['segs'],
  rows: { segs: [RPL_IPTUNNEL_SRH, segs] },
});
