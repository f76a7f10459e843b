// The large map, as text, as JSON and as columns of numbers; floor/lib/map.h says the same in C.

const base = 0x0a000000;
const target = (i) => 0xc0a80000 + (i & 0xffff);
const port = (i) => 1024 + (i % 50_000);

const dotted = (number) =>
  [number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255].join('.');

const numbers = (count) => Array.from({ length: count }, (_, i) => i);

const of = { family: 'ip', table: 'nat', name: 'forward' };

const commands = (elem) => [
  { add: { table: { family: 'ip', name: 'nat' } } },
  { add: { map: { ...of, type: ['ipv4_addr', 'inet_service'], map: 'ipv4_addr' } } },
  { add: { element: { ...of, elem } } },
];

export function mapAsText(count) {
  const elements = numbers(count).map((i) => `${dotted(base + i)} . ${port(i)} : ${dotted(target(i))}`);
  return `add table ip nat
add map ip nat forward { type ipv4_addr . inet_service : ipv4_addr; }
add element ip nat forward { ${elements.join(',\n')} }
`;
}

export function mapAsJson(count) {
  return commands(numbers(count).map((i) => [{ concat: [dotted(base + i), port(i)] }, dotted(target(i))]));
}

export function mapAsColumns(count) {
  const all = numbers(count);
  return commands({
    key: [Uint32Array.from(all, (i) => base + i), Uint16Array.from(all, port)],
    data: Uint32Array.from(all, target),
  });
}
