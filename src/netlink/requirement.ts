import { NetlinkError } from '../error/netlink_error.js';

const EOPNOTSUPP = 95;

/** What a kernel has to be built with. */
export interface Requirement {
  /** As in `'qdisc "netem"'`. */
  readonly feature: string;
  /** The option of the kernel's configuration, without CONFIG_. */
  readonly config: string;
  /** Absent: never a module. */
  readonly module?: string | undefined;
}

/** `requires('qdisc', 'netem', 'NET_SCH_NETEM', 'sch_netem')` */
export function requires(object: string, kind: string, config: string, module?: string): Requirement {
  return { feature: `${object} ${JSON.stringify(kind)}`, config, module };
}

/**
 * How the kernel says that it does not have a kind of qdisc, filter, action or encapsulation, or a table of bridges;
 * net/sched/sch_api.c, cls_api.c, act_api.c, net/core/lwtunnel.c, rtnetlink.c.
 */
const REFUSALS: readonly (readonly [refusal: RegExp, object: string])[] = [
  [/^Specified qdisc kind is unknown/, 'qdisc'],
  [/^TC classifier not found/, 'filter'],
  [/^Failed to load TC action module/, 'action'],
  [/^(lwt )?encapsulation type not supported|^Unknown lwt encapsulation|LWTUNNEL is not enabled/i, 'encap'],
  // Without a word: nobody answers to such requests.
  [/^EOPNOTSUPP$/, 'route family'],
  [/^EOPNOTSUPP$/, 'bridge'],
  [/^Rule family not supported|^EAFNOSUPPORT$/, 'rule'],
  [/^l3mdev support is not enabled/, 'selector'],
];

/**
 * Waits for a request; a refusal because the kernel lacks a kind comes out as EOPNOTSUPP that says which option and
 * module that is.
 */
export async function explained<T>(
  work: Promise<T>,
  needs: readonly (Requirement | undefined)[],
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof NetlinkError ? (lackOf(error, needs) ?? error) : error;
  }
}

function lackOf(error: NetlinkError, needs: readonly (Requirement | undefined)[]): NetlinkError | undefined {
  const { extack } = error;
  const refused = REFUSALS.filter(([refusal]) => refusal.test(extack ?? error.code));
  // The kernel does not say which one of several actions it is.
  const lacking = needs.filter((need) =>
    refused.some(([, object]) => need?.feature.startsWith(`${object} `)),
  );
  if (lacking.length === 0) return undefined;
  const text = lacking.map((need) => need && describe(need));
  return asLacking(error, [...new Set(text)].join(', '));
}

/** The same refusal as one that says what the kernel would need. */
export function asLacking({ operation, subject, extack, index }: NetlinkError, detail: string): NetlinkError {
  return new NetlinkError({ errno: EOPNOTSUPP, operation, subject, extack, detail, index });
}

/** `encap "mpls" needs CONFIG_MPLS_IPTUNNEL (module mpls_iptunnel)` */
export function describe({ feature, config, module }: Requirement): string {
  return `${feature} needs CONFIG_${config}${module === undefined ? '' : ` (module ${module})`}`;
}
