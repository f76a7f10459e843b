import type { LinkRef } from '../../check/link.js';
import type { ActionInput } from '../action/index.js';
import type { FilterParent, TcHandle } from '../handle.js';
import type { FilterProtocol } from './protocol.js';

/** What every kind of filter takes. */
export interface FilterPlace {
  /** Either this, or {@link block}. */
  readonly link?: LinkRef;
  /** Default: the root qdisc. */
  readonly parent?: FilterParent;
  /** A block of filters that several qdiscs share, in the place of link and parent: their `ingressBlock`. */
  readonly block?: number;
  /** EtherType of the packets that it looks at. Default `all`. */
  readonly protocol?: FilterProtocol;
  /** Lower numbers are asked first. From 1 to 65535; the kernel chooses one if it is left out. */
  readonly priority?: number;
  /** Filters of chain 0 are asked; others only where an action goes there. Default 0. */
  readonly chain?: number;
  /** The class of packets that match. */
  readonly classId?: TcHandle;
  /** What is done with packets that match, in this order. */
  readonly actions?: readonly ActionInput[];
}
