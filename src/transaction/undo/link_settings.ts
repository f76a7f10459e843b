/** What a link has been before it is changed, in the terms in which it is changed. */

import type { LinkRef } from '../../check/link.js';
import type { CommonLinkChanges } from '../../link/common.js';
import type { Link } from '../../link/link.js';
import type { LinkChanges } from '../../link/links.js';
import type { Inverse } from './inverse.js';

type Before<T> = (link: Link) => T | undefined;

const cannot = undefined;

/** How each setting reads; `undefined`: it does not, or not so that it could be said again. */
const BEFORE: {
  readonly [K in Exclude<keyof CommonLinkChanges, 'port'>]-?: Before<CommonLinkChanges[K]> | undefined;
} = {
  name: (link) => link.name,
  up: (link) => link.up,
  arp: (link) => !link.flags.includes('NOARP'),
  multicast: (link) => link.flags.includes('MULTICAST'),
  allMulticast: (link) => link.flags.includes('ALLMULTI'),
  promiscuous: (link) => link.flags.includes('PROMISC'),
  dynamic: (link) => link.flags.includes('DYNAMIC'),
  trailers: (link) => !link.flags.includes('NOTRAILERS'),
  address: (link) => link.address,
  broadcast: (link) => link.broadcast,
  mtu: (link) => link.mtu,
  master: (link) => link.master ?? null,
  txQueueLength: (link) => link.txQueueLength,
  group: (link) => link.group,
  alias: (link) => link.alias ?? '',
  gsoMaxSize: (link) => link.gsoMaxSize,
  gsoMaxSegments: (link) => link.gsoMaxSegments,
  groMaxSize: (link) => link.groMaxSize,
  gsoIpv4MaxSize: (link) => link.gsoIpv4MaxSize,
  groIpv4MaxSize: (link) => link.groIpv4MaxSize,
  carrier: (link) => link.carrier,
  protoDown: (link) => link.protoDown,
  linkMode: ({ linkMode }) => (typeof linkMode === 'string' ? linkMode : undefined),
  addressGeneration: ({ addressGeneration }) =>
    typeof addressGeneration === 'string' ? addressGeneration : undefined,
  operState: cannot,
  protoDownReason: cannot,
  token: cannot,
  namespace: cannot,
  vfs: cannot,
  xdp: cannot,
};

function isCommon(name: string): name is keyof typeof BEFORE {
  return Object.hasOwn(BEFORE, name);
}

function readBack(link: Link, name: string): unknown {
  const value = isCommon(name)
    ? BEFORE[name]?.(link)
    : (link.data as Record<string, unknown> | undefined)?.[name];
  if (value === undefined) throw new TypeError(`${link.name} does not tell what ${name} was`);
  return value;
}

/** What a link was to the master that it had: to one of another kind, what is to be set says nothing. */
function portBefore({ port: was }: Link, said: NonNullable<LinkChanges['port']>) {
  if (was?.kind !== said.kind) return {};
  const before = Object.entries(was).filter(
    ([name, value]) => Object.hasOwn(said, name) && value !== undefined,
  );
  return { port: Object.fromEntries(before) };
}

/** Undone by setting the same settings to what they were; also if some were made before one was refused. */
export const linkSettings: Inverse<[link: LinkRef, changes: LinkChanges]> = async (
  on,
  [ref, changes],
  issue,
) => {
  const { port, kind } = changes;
  const names = Object.entries(changes)
    .filter(([name, value]) => value !== undefined && name !== 'kind' && name !== 'port')
    .map(([name]) => name);
  for (const name of names) {
    if (isCommon(name) && BEFORE[name] === cannot)
      throw new TypeError(`${name} cannot be part of a transaction: what it was cannot be told`);
  }
  const [before, done] = await Promise.allSettled([on.links.get(ref), issue()]);
  if (before.status === 'rejected') throw before.reason;
  const link = before.value;
  const undo = async () => {
    const values = Object.fromEntries(names.map((name) => [name, readBack(link, name)]));
    const more = { ...(kind && { kind }), ...(port && portBefore(link, port)) };
    return on.links.set(link.index, { ...values, ...more } as LinkChanges);
  };
  if (done.status === 'fulfilled') return undo;
  await undo().catch(() => {});
  throw done.reason;
};
