import { describe, expect, test } from 'vitest';
import type { LinkOptions } from '../../src/link/kinds/index.js';
import type { PortKindName } from '../../src/link/ports/index.js';
import type { Namespace } from '../../src/namespace/namespace.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { addOrSkip, type Skip } from '../support/link_making.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { PORT_CASES, type PortCase } from '../support/port_cases.js';
import { ip, ipJson } from './views.js';

needs('root', 'ip');
leavesNothingBehind();

const cases = (Object.entries(PORT_CASES) as [PortKindName, readonly PortCase[]][]).flatMap(([kind, list]) =>
  list.map((each, index) => ({ kind, index, ...each })),
);

/** A master with two ports, `port0` and `spare0`. */
async function withPorts({ master }: PortCase, skip: Skip): Promise<Namespace> {
  const ns = await unnamed();
  await addOrSkip(ns, { ...master, name: 'master0' } as LinkOptions, skip);
  for (const name of ['port0', 'spare0'])
    await ns.links.add({ kind: 'veth', name, master: 'master0', peer: { name: `${name}-peer`, up: true } });
  // Only now: a bond takes none that is up.
  await ns.links.set('port0', { up: true });
  return ns;
}

function portInfo(ns: Namespace): unknown {
  const [link] = ipJson(ns, 'link show dev port0');
  const info = link?.linkinfo as Record<string, unknown> | undefined;
  return { kind: info?.info_slave_kind, data: info?.info_slave_data };
}

/** What a kernel that does not know all of it must tell. */
function expected({ newer = {}, options, json, data = options }: PortCase, port: object | undefined) {
  const unknown = Object.entries(newer).filter(([ours]) => port !== undefined && !(ours in port));
  const without = (values: object, names: readonly string[]) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
  return {
    data: without(
      data,
      unknown.map(([ours]) => ours),
    ),
    json: without(
      json,
      unknown.map(([, theirs]) => theirs),
    ),
  };
}

describe.each(cases)('a port of a $kind, case $index', ({ kind, ...each }) => {
  const { options } = each;

  test('that we set, ip and we read', async ({ skip }) => {
    const ns = await withPorts(each, skip);
    if (Object.keys(options).length > 0) await ns.links.set('port0', { port: { kind, ...options } as never });
    const { port } = await ns.links.get('port0');
    const { data, json } = expected(each, port);
    expect(port).toMatchObject({ kind, ...data });
    expect(portInfo(ns)).toMatchObject({ kind, data: json });
    expect((await ns.links.list({ master: 'master0' })).map(({ name }) => name)).toEqual(['port0', 'spare0']);
  });

  test.skipIf(each.ip === undefined)('that ip sets, we read', async ({ skip }) => {
    const ns = await withPorts(each, skip);
    ip(ns, `link set port0 type ${kind}_slave ${each.ip}`);
    const { port } = await ns.links.get('port0');
    expect(port).toMatchObject({ kind, ...expected(each, port).data });
  });
});
