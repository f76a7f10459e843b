import type { LinkRef } from '../../check/link.js';
import type { QdiscParent, TcHandle } from '../handle.js';

/** What every kind of qdisc takes. */
export interface QdiscPlace {
  readonly link: LinkRef;
  /** Default: the root of the link, or where the kind belongs (`ingress`, `clsact`). */
  readonly parent?: QdiscParent;
  /** What classes and filters are to call it. The kernel chooses one if it is left out. */
  readonly handle?: TcHandle;
  /** Number of a block of filters that several qdiscs share, for what comes in. */
  readonly ingressBlock?: number;
  /** The same for what goes out. */
  readonly egressBlock?: number;
}
