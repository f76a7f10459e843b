// The many rules that are added and listed, as text and as JSON; floor/lib/rules.h says the same in C.

const count = 100_000;

const head = {
  table: { family: 'ip', name: 'nat' },
  chain: { family: 'ip', table: 'nat', name: 'PREROUTING', type: 'nat', hook: 'prerouting', prio: -100 },
};

const address = (number) =>
  [number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255].join('.');

const rules = () =>
  Array.from({ length: count }, (_, i) => ({
    destination: address(0x0a000000 + i),
    port: 1024 + (i % 50_000),
    target: address(0xc0a80000 + (i & 0xffff)),
  }));

export function rulesAsText() {
  const lines = rules().map(
    ({ destination, port, target }) =>
      `add rule ip nat PREROUTING ip daddr ${destination} tcp dport ${port} dnat to ${target}\n`,
  );
  return `add table ip nat
add chain ip nat PREROUTING { type nat hook prerouting priority dstnat; }
${lines.join('')}`;
}

const equal = (protocol, field, right) => ({
  match: { op: '==', left: { payload: { protocol, field } }, right },
});

export function rulesAsJson() {
  const adds = rules().map(({ destination, port, target }) => {
    const expr = [equal('ip', 'daddr', destination), equal('tcp', 'dport', port), { dnat: { addr: target } }];
    return { add: { rule: { family: 'ip', table: 'nat', chain: 'PREROUTING', expr } } };
  });
  return [{ add: { table: head.table } }, { add: { chain: head.chain } }, ...adds];
}
