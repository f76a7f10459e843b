import { ruleBody } from '../../rule/message.js';
import { toRule } from '../../rule/rule.js';
import { Rules } from '../../rule/rules.js';
import { RTM_DELRULE, RTM_NEWRULE, RTNLGRP_IPV4_RULE, RTNLGRP_IPV6_RULE } from '../../uapi/rtnetlink.js';
import { readBody } from '../../wire/message.js';
import { eventKind } from './kind.js';

export const ruleEvents = eventKind({
  plural: 'rules',
  groups: [RTNLGRP_IPV4_RULE, RTNLGRP_IPV6_RULE],
  made: RTM_NEWRULE,
  gone: RTM_DELRULE,
  decode: (view, span) => readBody(ruleBody, view, span),
  object: toRule,
  // Rules are made and deleted, not changed.
  isNew: () => true,
  // All that it says makes a rule this one, but not what the kernel says of it.
  key: ({ flags, unknown, ...rule }) =>
    Object.entries(rule)
      .map(([name, value]) => `${name} ${typeof value === 'object' ? Object.values(value) : value}`)
      .join(' '),
  list: (handle) => new Rules(handle).list(),
});
