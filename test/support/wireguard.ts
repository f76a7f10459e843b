import type { Namespace } from '../../src/namespace/namespace.js';
import { addOrSkip, type Skip } from './link_making.js';
import { unnamed } from './namespaces.js';

/** A namespace with a WireGuard link `wg0`, or the test is skipped with the kernel's reason. */
export async function withWireguard(skip: Skip): Promise<Namespace> {
  const ns = await unnamed();
  await addOrSkip(ns, { kind: 'wireguard', name: 'wg0' }, skip);
  return ns;
}

/** A key of 32 equal bytes: as good as any where nobody listens. */
export const keyOf = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
