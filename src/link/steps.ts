/** What has to follow once a link is made, and what becomes of the link if it fails. */

import type { LinkRef } from '../check/link.js';
import { show } from '../check/options.js';
import { NetlinkError } from '../error/netlink_error.js';
import { describeErrno, SystemError } from '../error/system_error.js';
import type { Handle } from '../handle/handle.js';
import type { Waiting } from '../netlink/batch.js';
import { RTM_NEWLINKPROP } from '../uapi/rtnetlink.js';
import { propertyRequest } from './alt_names.js';
import { divideChanges, type LaterSettings } from './common.js';
import type { Destination } from './destination.js';
import type { Companion, LinkKind, Values } from './kinds/kind.js';
import { change, deletion, type LinkRequest, portChange } from './requests.js';

/** The making of a link, and the request that does it. */
export interface Making {
  readonly answer: Promise<unknown>;
  readonly waiting?: Waiting;
}

/** A request that waits for the link to be made. */
export interface Step {
  readonly handle: Handle;
  readonly requests: readonly LinkRequest[];
}

/** Raises the other link that has come of it. */
export function raising({ handle, link }: Companion): Step {
  return { handle, requests: [change(link, { up: true }, undefined, undefined)] };
}

/** Says the rest of a link. */
export function settling(
  handle: Handle,
  link: LinkRef,
  { altNames, ...changes }: LaterSettings,
  destination: Destination | undefined,
): Step {
  const what = Object.keys(changes)[0] ?? 'altNames';
  if (typeof link === 'string' && link.includes('%'))
    throw new TypeError(`${what} needs a name or an index, not ${show(link)}: it is set by a second request`);
  if (destination && destination.handle === undefined)
    throw new TypeError(`${what} needs namespace to be a Namespace: it is set by a second request`);
  const names = altNames?.length ? [propertyRequest(RTM_NEWLINKPROP, link, altNames)] : [];
  const { first, port } = divideChanges(changes);
  const rest = first ? [change(link, first, undefined, undefined)] : [];
  return { handle, requests: [...names, ...rest, ...(port ? [portChange(link, port)] : [])] };
}

/** Has the steps follow the making of a link; if one fails the link is taken away again. */
export async function carryOut(
  { answer, waiting }: Making,
  steps: readonly Step[],
  there: Handle,
  ref: LinkRef,
): Promise<void> {
  const following = steps.flatMap(({ handle, requests }) =>
    requests.map((request) => handle.route.requestAfter(answer, request, waiting)),
  );
  // If the link could not even be made, that is the error to report.
  for (const step of following) step.catch(() => {});
  await answer;
  try {
    for (const step of following) await step;
  } catch (error) {
    // Were it gone already, the reason to report would still be the first one.
    await there.route.request(deletion(ref)).catch(() => {});
    throw error;
  }
}

/** What a kernel says of a kind that it does not have. */
const UNKNOWN_KIND = 'Unknown device type';

/** What a device file is whose driver is not there. */
const NO_DRIVER = new Set(['ENOENT', 'ENODEV', 'ENXIO']);

/** The same error; if the kernel lacks the kind, or an option of it, with where that would come from. */
export function explained(error: unknown, options: Values, spec: LinkKind): unknown {
  const { needs, make } = spec;
  const module = needs.module === undefined ? '' : ` (module ${needs.module})`;
  const detail = `link kind ${show(options.kind)} needs ${needs.option}${module}`;
  if (error instanceof NetlinkError && error.extack === UNKNOWN_KIND) return withDetail(error, detail);
  if (error instanceof NetlinkError && error.code === 'EOPNOTSUPP' && error.extack === undefined) {
    const lacking = Object.entries(spec.optionNeeds ?? {}).filter(([name]) => options[name] !== undefined);
    const text = lacking.map(([name, option]) => `${name} needs ${option}`);
    return text.length === 0 ? error : withDetail(error, text.join(', '));
  }
  if (make && error instanceof SystemError && error.operation === 'open' && NO_DRIVER.has(error.code))
    return new SystemError(error.errno, error.operation, error.subject, detail);
  return error;
}

/** Says of a refusal that it is the second of two: what a link is to its master. */
export function portRefused(error: unknown): never {
  if (!(error instanceof NetlinkError)) throw error;
  const why = error.extack ?? describeErrno(error.errno).text;
  throw new NetlinkError({ ...error, detail: `all but port is set; port: ${why}` });
}

function withDetail(
  { errno, operation, subject, extack, index }: NetlinkError,
  detail: string,
): NetlinkError {
  return new NetlinkError({ errno, operation, subject, extack, index, detail });
}
