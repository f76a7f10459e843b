import type { LinkRef } from '../../check/link.js';
import type { TcHandle } from '../handle.js';

/** What every kind of class takes. */
export interface ClassPlace {
  readonly link: LinkRef;
  /** Its name, as in `'1:10'`. */
  readonly classId: TcHandle;
  /** The qdisc, `'1:'`, or the class, `'1:1'`, that it shares the rate of. Default: the qdisc of {@link classId}. */
  readonly parent?: TcHandle;
}
