// What the workloads about routes have in common: a namespace with a way out, and 100,000 destinations.
export const count = 100_000;

export function destination(i) {
  return `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}/32`;
}

export const routesTo = (many) =>
  Array.from({ length: many }, (_, i) => ({ to: destination(i), via: '192.0.2.2', dev: 2 }));

export async function furnish(Namespace) {
  const namespace = await Namespace.create('routes');
  await Promise.all([
    namespace.links.add({
      kind: 'veth',
      name: 'v0',
      index: 2,
      up: true,
      peer: { name: 'v1', index: 3, up: true },
    }),
    namespace.addresses.add({ link: 'v0', address: '192.0.2.1/24' }),
  ]);
  return namespace;
}
