import type { Handle } from '../handle/handle.js';
import { Fdb } from './fdb.js';
import { Mdb } from './mdb.js';
import { Mst } from './mst.js';
import { BridgeVlans } from './vlans.js';
import { Vnis } from './vnis.js';

/** What bridges and VXLANs know beside what links do: `bridge`; bridge(8). Ports are set by `links.set`. */
export class Bridge {
  /** Where frames go: `bridge fdb`. */
  readonly fdb: Fdb;
  /** Where multicast goes: `bridge mdb`. */
  readonly mdb: Mdb;
  /** Which VLANs a port carries: `bridge vlan`. */
  readonly vlans: BridgeVlans;
  /** The ports of bridges with several spanning trees: `bridge mst`. */
  readonly mst: Mst;
  /** Which VNIs a VXLAN takes: `bridge vni`. */
  readonly vnis: Vnis;

  /** @internal */
  constructor(handle: Handle) {
    this.fdb = new Fdb(handle);
    this.mdb = new Mdb(handle);
    this.vlans = new BridgeVlans(handle);
    this.mst = new Mst(handle);
    this.vnis = new Vnis(handle);
  }
}
