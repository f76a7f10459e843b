import { linkName } from '../check/link.js';
import { checkOptions, integer, oneOf } from '../check/options.js';
import { NetlinkError } from '../error/netlink_error.js';
import type { Handle } from '../handle/handle.js';
import { issue } from '../names/issue.js';
import { protocolNames, tableNames } from '../names/tables.js';
import { explained, requires } from '../netlink/requirement.js';
import { type ProtocolRef, protocolCheck, type TableRef, tableCheck } from '../route/options.js';
import { NLM_F_CREATE, NLM_F_DUMP, NLM_F_EXCL } from '../uapi/netlink.js';
import { RTM_DELRULE, RTM_GETRULE, RTM_NEWRULE } from '../uapi/rtnetlink.js';
import { AF_UNSPEC } from '../uapi/socket.js';
import { ruleBody } from './message.js';
import { checkTogether, type RuleOptions, ruleChecks, ruleRequest } from './options.js';
import { type Rule, toRule } from './rule.js';

/** Which rules {@link Rules.list} gives; of these the kernel only filters by family. */
export interface RuleFilter {
  readonly family?: 'inet' | 'inet6';
  readonly priority?: number;
  /** Those that look this table up. */
  readonly table?: TableRef;
  readonly protocol?: ProtocolRef;
  readonly iif?: string;
  readonly oif?: string;
}

const filterChecks = {
  family: oneOf('inet', 'inet6'),
  priority: integer(0, 0xffff_ffff),
  table: tableCheck,
  protocol: protocolCheck,
  iif: linkName,
  oif: linkName,
};

const NEEDS = [
  requires('rule', 'inet', 'IP_MULTIPLE_TABLES'),
  requires('selector', 'l3mdev', 'NET_L3_MASTER_DEV'),
];
const NEEDS6 = [
  requires('rule', 'inet6', 'IPV6_MULTIPLE_TABLES'),
  requires('selector', 'l3mdev', 'NET_L3_MASTER_DEV'),
];

/** The routing policy of a namespace: `ip rule`. Changes need CAP_NET_ADMIN; ip-rule(8), `<linux/fib_rules.h>`. */
export class Rules {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /**
   * Makes a rule: `ip rule add`.
   *
   * @throws NetlinkError EEXIST if there is the same one; EOPNOTSUPP, which names the option, if the kernel lacks it.
   */
  async add(options: RuleOptions): Promise<void> {
    checkOptions('rules.add', options, ruleChecks);
    checkTogether(options);
    const describe = () => ruleRequest(RTM_NEWRULE, NLM_F_CREATE | NLM_F_EXCL, options, false);
    await explained(issue(this.#handle.route, describe), isInet6(options) ? NEEDS6 : NEEDS);
  }

  /** Takes away the first rule that matches all that is given: `ip rule delete`. @throws NetlinkError ENOENT */
  async delete(options: RuleOptions): Promise<void> {
    checkOptions('rules.delete', options, ruleChecks);
    // The kernel would take the first rule of all, without which nothing is local.
    if (!Object.keys(options).some((name) => name !== 'family'))
      throw new TypeError('rules.delete needs something to know the rule by');
    await issue(this.#handle.route, () => ruleRequest(RTM_DELRULE, 0, options, true));
  }

  /** All rules, or those that match, as they are asked: `ip rule show`, for IPv4 and IPv6. */
  async list(filter: RuleFilter = {}): Promise<Rule[]> {
    checkOptions('rules.list', filter, filterChecks);
    return this.#dump(filter);
  }

  /**
   * Deletes all rules that match: `ip rule flush`. As with that, the kernel's own rules go, too, unless their priority is
   * 0, and without them no table is looked up but `local`: name a table, protocol or link to keep them.
   *
   * @returns How many there were.
   */
  async flush(filter: RuleFilter = {}): Promise<number> {
    checkOptions('rules.flush', filter, filterChecks);
    const found = (await this.#dump(filter)).filter(({ priority }) => priority !== 0);
    const gone = await Promise.all(found.map((rule) => this.#deleteFound(rule)));
    return gone.filter(Boolean).length;
  }

  async #dump(filter: RuleFilter): Promise<Rule[]> {
    const { family, priority, table, protocol, iif, oif } = filter;
    const tests: ((rule: Rule) => boolean)[] = [];
    const describe = () => {
      // Asked for all, the kernel adds the rules of multicast routing: `ip mrule`.
      tests.splice(0, tests.length, (rule) => FAMILIES.has(rule.family));
      if (priority !== undefined) tests.push((rule) => rule.priority === priority);
      if (iif !== undefined) tests.push((rule) => rule.iif === iif);
      if (oif !== undefined) tests.push((rule) => rule.oif === oif);
      if (table !== undefined) {
        const wanted = tableNames.number('table', table);
        tests.push((rule) => tableNames.number('table', rule.table ?? 0) === wanted);
      }
      if (protocol !== undefined) {
        const wanted = protocolNames.number('protocol', protocol);
        tests.push((rule) => protocolNames.number('protocol', rule.protocol) === wanted);
      }
      return {
        type: RTM_GETRULE,
        flags: NLM_F_DUMP,
        body: ruleBody,
        header: { family: family ?? AF_UNSPEC },
      };
    };
    const found = await issue(this.#handle.route, describe, toRule);
    return found.filter((rule) => tests.every((test) => test(rule)));
  }

  async #deleteFound({ flags, unknown, ...rule }: Rule): Promise<boolean> {
    try {
      await issue(this.#handle.route, () => ruleRequest(RTM_DELRULE, 0, rule as RuleOptions, true));
      return true;
    } catch (error) {
      if (error instanceof NetlinkError && error.code === 'ENOENT') return false;
      throw error;
    }
  }
}

const FAMILIES = new Set<Rule['family']>(['inet', 'inet6']);

const isInet6 = ({ family, from, to }: RuleOptions) =>
  family === 'inet6' || (from ?? to)?.includes(':') === true;
