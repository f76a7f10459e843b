import { VETH_INFO_PEER } from '../../uapi/veth.js';
import { checkEnds, peerCompanion, peerField } from '../pair.js';
import { defineKind } from './kind.js';

/**
 * A pair of Ethernet interfaces: what goes in at one end comes out of the other.
 * `ip link add NAME type veth peer name PEER netns NAMESPACE`; veth(4).
 */
export const veth = defineKind({
  needs: { option: 'CONFIG_VETH', module: 'veth' },
  required: ['peer'],
  rows: { peer: [VETH_INFO_PEER, peerField, 'create'] },
  checkTogether: checkEnds,
  companion: peerCompanion,
});
