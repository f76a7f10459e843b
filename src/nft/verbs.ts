/** Every kind of object that a command of nft's can be about (nft(8)). */
export const COMMAND_OBJECTS: readonly string[] = [
  ...['ruleset', 'tables', 'table', 'chains', 'chain', 'rules', 'rule', 'hooks'],
  ...['sets', 'set', 'maps', 'map', 'meters', 'meter', 'flow tables', 'flow table', 'element'],
  ...['flowtables', 'flowtable', 'counters', 'counter', 'quotas', 'quota', 'limits', 'limit'],
  ...['ct helpers', 'ct helper', 'ct timeouts', 'ct timeout', 'ct expectations', 'ct expectation'],
  ...['secmarks', 'secmark', 'synproxys', 'synproxy', 'tunnels', 'tunnel'],
];

/** Why a verb goes with no object but those that it has. */
const VERBS: Readonly<Record<string, string>> = {
  add: 'only single objects are added',
  create: 'only single objects are created',
  insert: 'only rules have an order: "insert rule"',
  replace: 'only rules are replaced: "replace rule"',
  delete: 'only single objects are deleted',
  destroy: 'only single objects are destroyed',
  flush: 'it has nothing in it that could be taken out',
  list: 'it cannot be listed by itself',
  reset: 'it has no counts that could be set back',
  get: 'only elements are looked up: "get element"',
  rename: 'only chains can have another name: "rename chain"',
};

const METER = 'a meter comes with the first rule that names it';
const FLUSH = 'the ruleset as a whole is flushed: "flush ruleset"';

/** The same, where more is to be said. */
const PAIRS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  add: { ruleset: 'add its tables', meter: METER, 'flow table': METER },
  create: {
    ruleset: 'create its tables',
    rule: 'rules have no names, so none can be there already: "add rule"',
    meter: METER,
    'flow table': METER,
  },
  delete: { ruleset: FLUSH, meter: 'delete it as a set', 'flow table': 'delete it as a set' },
  destroy: {
    ruleset: FLUSH,
    meter: 'destroy it as a set',
    'flow table': 'destroy it as a set',
  },
  flush: { rules: 'flush their chain: "flush chain"', rule: 'delete it: "delete rule"', tables: FLUSH },
  list: {
    rules: 'list their chain: "list chain"',
    rule: 'list its chain: "list chain"',
    element: 'look it up: "get element"',
  },
  reset: {
    ruleset: 'set the counts of its rules back: "reset rules"',
    table: 'set the counts of its rules back: "reset rules table"',
    chain: 'set the counts of its rules back: "reset rules chain"',
  },
};

/** Why a verb does not go with an object; undefined where it is no object of the language. */
export function reasonAgainst(verb: string, object: string): string | undefined {
  if (!COMMAND_OBJECTS.includes(object)) return undefined;
  const reason = PAIRS[verb]?.[object] ?? VERBS[verb];
  return reason && `"${verb} ${object}" is no command: ${reason}`;
}
