/** Requests about links, as messages. */

import type { LinkRef } from '../check/link.js';
import type { Request } from '../netlink/request.js';
import { NLM_F_CREATE, NLM_F_EXCL } from '../uapi/netlink.js';
import { RTM_DELLINK, RTM_NEWLINK, RTM_SETLINK } from '../uapi/rtnetlink.js';
import { AF_BRIDGE } from '../uapi/socket.js';
import { bytes, type Codec } from '../wire/codec.js';
import { type CommonLinkChanges, commonAttributes, flagsOf, hasState } from './common.js';
import type { Destination } from './destination.js';
import { LINK_KINDS, type LinkKindName, type LinkOptions } from './kinds/index.js';
import type { LinkKind, Values } from './kinds/kind.js';
import { targetOf } from './link_target.js';
import { linkBodyOf } from './message.js';
import { PORT_KINDS, type PortKindName, type PortOptions } from './ports/index.js';

const RAW_BODY = linkBodyOf(bytes, bytes);

/** Bodies are made when they are first wanted: few programs use every kind. */
const bodies = new Map<string, typeof RAW_BODY>();

/** The message of a link of one kind, which is a port of another: so errors can name what they are about. */
export function bodyOf(kind: string | undefined, port: string | undefined): typeof RAW_BODY {
  if (kind === undefined && port === undefined) return RAW_BODY;
  const key = `${kind} ${port}`;
  const known = bodies.get(key);
  if (known) return known;
  const data = kind === undefined ? bytes : LINK_KINDS[kind as LinkKindName].table.attributes;
  const portData = port === undefined ? bytes : PORT_KINDS[port as PortKindName].attributes;
  const body = linkBodyOf(
    data as Codec<unknown, never>,
    portData as Codec<unknown, never>,
  ) as typeof RAW_BODY;
  bodies.set(key, body);
  return body;
}

export type LinkRequest = Request<typeof RAW_BODY>;

/** Those options that a table has. */
export function ownOptions(options: Values, checks: Readonly<Record<string, unknown>>): Values {
  return Object.fromEntries(Object.entries(options).filter(([name]) => Object.hasOwn(checks, name)));
}

/** RTM_NEWLINK for a link that is not there yet. */
export function creation(
  options: LinkOptions,
  kind: LinkKind,
  destination: Destination | undefined,
): LinkRequest {
  const own = ownOptions({ ...options }, kind.table.checks.create);
  const data = kind.refine?.(own, 'create') ?? own;
  return {
    type: RTM_NEWLINK,
    subject: options.name,
    flags: NLM_F_CREATE | NLM_F_EXCL,
    body: bodyOf(options.kind, undefined),
    header: { index: options.index, ...flagsOf(options) },
    attributes: {
      ...commonAttributes(options),
      ...destination?.attributes,
      info: { kind: options.kind, data: data as never },
    },
  };
}

/** RTM_SETLINK, or RTM_NEWLINK where only that takes what is the kind's own. */
export function change(
  link: LinkRef,
  changes: CommonLinkChanges & { readonly kind?: string | undefined },
  destination: Destination | undefined,
  own: Values | undefined,
): LinkRequest {
  const { header, attributes } = targetOf(link);
  const { kind, port } = changes;
  const spec: LinkKind | undefined = kind === undefined ? undefined : LINK_KINDS[kind as LinkKindName];
  const { kind: portKind, ...portData }: Partial<PortOptions> = port ?? {};
  const data = own && (spec?.refine?.(own, 'set') ?? own);
  const info = {
    kind,
    ...(data && Object.keys(data).length > 0 ? { data: data as never } : {}),
    portKind,
    ...(portKind ? { portData: portData as never } : {}),
  };
  const special = kind !== undefined || portKind !== undefined;
  return {
    type: special ? RTM_NEWLINK : RTM_SETLINK,
    subject: link,
    body: bodyOf(kind, portKind),
    header: { ...header, ...flagsOf(changes) },
    attributes: {
      ...attributes,
      ...commonAttributes(changes),
      ...destination?.attributes,
      ...(special ? { info } : {}),
    },
  };
}

/** RTM_SETLINK to the bridge for the state of a port: `bridge link set`; else as everything of a link is changed. */
export function portChange(link: LinkRef, port: PortOptions): LinkRequest {
  if (!hasState(port)) return change(link, { port }, undefined, undefined);
  const { kind, ...portInfo } = port;
  return {
    type: RTM_SETLINK,
    subject: link,
    body: bodyOf(undefined, kind),
    header: { family: AF_BRIDGE, index: link },
    attributes: { portInfo: portInfo as never },
  };
}

export function deletion(link: LinkRef): LinkRequest {
  const { header, attributes } = targetOf(link);
  return { type: RTM_DELLINK, subject: link, body: RAW_BODY, header, attributes };
}
