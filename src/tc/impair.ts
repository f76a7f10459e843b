import { constants } from 'node:os';
import { type LinkRef, linkRef } from '../check/link.js';
import { checkOptions } from '../check/options.js';
import { NetlinkError } from '../error/netlink_error.js';
import type { Handle } from '../handle/handle.js';
import { lookUp } from '../netlink/link_lookup.js';
import type { TcHandle } from './handle.js';
import { type NetemEffects, netemChecks } from './qdisc/netem.js';
import type { Qdisc } from './qdisc.js';
import { Qdiscs } from './qdiscs.js';
import { parseRate, type Rate } from './units.js';

/**
 * What is ours is known by its handle. Two of them take turns, so that each change is a new qdisc, of which nothing
 * is left over from before, and is swapped for the old one without a gap.
 */
const OWN: readonly TcHandle[] = ['fade:', 'fadf:'];

/** A link made slow or lossy, until {@link close}; forgetting it changes nothing. */
export class Impairment implements AsyncDisposable {
  readonly #undo: () => Promise<void>;

  /** @internal */
  constructor(undo: () => Promise<void>) {
    this.#undo = undo;
  }

  /** The link is as good as before. Idempotent. */
  close(): Promise<void> {
    return this.#undo();
  }

  /** Takes the impairment away, as `close` does. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/**
 * Makes what a link sends slow or lossy, in the place of what did so before; `null` ends it. A kernel without netem
 * can still do with a rate alone, by tbf.
 */
export async function impair(
  handle: Handle,
  link: LinkRef,
  effects: NetemEffects | null,
): Promise<Impairment> {
  linkRef('link', link);
  if (effects !== null) checkOptions('links.impair', effects, netemChecks);
  const qdiscs = new Qdiscs(handle);
  const undo = async () => {
    if (isOurs(await rootOf(qdiscs, link))) await qdiscs.delete({ link });
  };
  if (effects === null) await undo();
  else await hang(handle, qdiscs, link, effects);
  return new Impairment(undo);
}

async function rootOf(qdiscs: Qdiscs, link: LinkRef): Promise<Qdisc | undefined> {
  return (await qdiscs.list({ link })).find(({ parent }) => parent === 'root');
}

const isOurs = (root: Qdisc | undefined) => root !== undefined && OWN.includes(root.handle);

async function hang(handle: Handle, qdiscs: Qdiscs, link: LinkRef, effects: NetemEffects): Promise<void> {
  const root = await rootOf(qdiscs, link);
  // The kernel's own has no number.
  if (root && root.handle !== '0:' && !isOurs(root))
    throw new NetlinkError({
      errno: constants.errno.EEXIST,
      operation: 'RTM_NEWQDISC',
      subject: String(link),
      detail: `there is a root qdisc already, ${root.kind} ${root.handle}, which would be lost`,
    });
  const own = OWN.find((name) => name !== root?.handle);
  const place = { link, ...(own ? { handle: own } : {}) };
  try {
    await qdiscs.replace({ kind: 'netem', ...place, ...effects });
  } catch (error) {
    const { rate, ...rest } = effects;
    const onlyRate = rate !== undefined && Object.values(rest).every((value) => value === undefined);
    if (!(onlyRate && error instanceof NetlinkError && error.code === 'EOPNOTSUPP')) throw error;
    const { mtu } = await lookUp(handle.route, link);
    await qdiscs.replace({ kind: 'tbf', ...place, rate, burst: burstFor(rate, mtu) });
  }
}

/** An Ethernet header with two tags. */
const FRAMING = 22;
const BURST_SECONDS = 0.01;

/** Enough for timers of 100 Hz, and for the largest packet: one that is larger than the burst never passes. */
function burstFor(rate: Rate, mtu: number): number {
  return Math.max(Math.ceil((parseRate('rate', rate) / 8) * BURST_SECONDS), mtu + FRAMING);
}
