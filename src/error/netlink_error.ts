import { describeErrno, SystemError } from './system_error.js';

/** What a {@link NetlinkError} is made of. */
export interface NetlinkFailure {
  errno: number;
  operation: string;
  subject?: string | undefined;
  extack?: string | undefined;
  attribute?: string | undefined;
  index?: number | undefined;
  /** What to say instead of the kernel's explanation, if that is known better. */
  detail?: string | undefined;
}

/** errno(3) speaks of files and processes, where a netlink request is about links, routes and the like. */
const TEXTS: Readonly<Record<string, string>> = {
  EEXIST: 'exists already',
  ENOENT: 'not found',
  ESRCH: 'not found',
};

/**
 * The kernel refused a netlink request.
 *
 * Source: NLMSG_ERROR and NETLINK_EXT_ACK in `<linux/netlink.h>`.
 */
export class NetlinkError extends SystemError {
  override readonly name: string = 'NetlinkError';
  /** The kernel's own explanation (extended acknowledgement), where it gave one. */
  readonly extack: string | undefined;
  /** Path of the offending attribute in the request, by name: `'info.data.peer.name'`. */
  readonly attribute: string | undefined;
  /** Position of the request in the batch that it travelled in, from 0. */
  readonly index: number;

  constructor(failure: NetlinkFailure) {
    const { errno, operation, subject, extack, attribute, index = 0, detail } = failure;
    const where = attribute === undefined ? '' : ` (attribute ${attribute})`;
    const { code, text } = describeErrno(errno);
    super(errno, operation, subject, `${detail ?? extack ?? TEXTS[code] ?? text}${where}`);
    this.extack = extack;
    this.attribute = attribute;
    this.index = index;
  }
}
