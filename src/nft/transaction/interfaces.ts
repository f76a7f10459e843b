import type { Handle } from '../../handle/handle.js';
import { Links } from '../../link/links.js';
import type { Names } from '../names/names.js';

type InterfaceNames = Pick<Names, 'interfaceIndex' | 'interfaceName'>;

/**
 * Does `work` with the names of the namespace's interfaces. They are asked for only if `work` wants to know one,
 * which few rules do (`iif`, `oif`): then it is begun again.
 */
export async function withInterfaces<T>(
  handle: Handle,
  work: (names: InterfaceNames) => T | Promise<T>,
): Promise<T> {
  const asked = new Error('the names of interfaces are not known yet');
  let done = false;
  const ask = () => {
    if (done) return undefined;
    throw asked;
  };
  try {
    return await work({ interfaceIndex: ask, interfaceName: ask });
  } catch (error) {
    if (error !== asked) throw error;
  } finally {
    done = true;
  }
  const links = await new Links(handle).list();
  const indexes = new Map(links.map(({ name, index }) => [name, index]));
  const names = new Map(links.map(({ name, index }) => [index, name]));
  return work({ interfaceIndex: (name) => indexes.get(name), interfaceName: (index) => names.get(index) });
}
