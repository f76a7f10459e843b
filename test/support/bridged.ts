import { setImmediate } from 'node:timers/promises';
import type { PortDataOf } from '../../src/link/ports/index.js';
import type { Namespace } from '../../src/namespace/namespace.js';
import { orLacking } from './lacking.js';
import { unnamed } from './namespaces.js';

export type SkipTest = (note: string) => never;

/** br0 with the port p0, which forwards, and whose other end is q0; and the VXLAN vx0. */
export async function bridged(): Promise<Namespace> {
  const ns = await unnamed();
  const { links } = ns;
  await Promise.all([
    links.add({ kind: 'bridge', name: 'br0', up: true, multicastSnooping: true }),
    links.add({ kind: 'veth', name: 'p0', up: true, peer: { name: 'q0', up: true } }),
    links.set('p0', { master: 'br0' }),
    links.add({ kind: 'vxlan', name: 'vx0', id: 10, destinationPort: 4789, local: '192.0.2.1' }),
  ]);
  // Till then the kernel may still change its state.
  while (((await links.get('p0')).port as PortDataOf<'bridge'>).state !== 'forwarding') await setImmediate();
  return ns;
}

/** The same, and br0 heeds VLANs: where the kernel can. */
export async function heedingVlans(skip: SkipTest): Promise<Namespace> {
  const ns = await bridged();
  await orLacking(ns.links.set('br0', { kind: 'bridge', vlanFiltering: true }), skip);
  return ns;
}

/** A VXLAN that takes VNIs by a filter. */
export const VNI_FILTER = { kind: 'vxlan', external: true, vniFilter: true, destinationPort: 4790 } as const;

/** The bridge as before, with the VXLAN vx1 that takes VNIs by a filter: where the kernel can. */
export async function filteringVnis(skip: SkipTest): Promise<Namespace> {
  const ns = await bridged();
  await ns.links.add({ ...VNI_FILTER, name: 'vx1' });
  const { data } = await ns.links.get('vx1');
  if (!(data as { vniFilter?: boolean } | undefined)?.vniFilter)
    skip('the VXLANs of this kernel have no filter of VNIs (Linux 5.18)');
  return ns;
}
