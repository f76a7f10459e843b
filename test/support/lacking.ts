import { expect } from 'vitest';
import { NetlinkError } from '../../src/error/netlink_error.js';

/** Goes on without what a kernel lacks, if the refusal says what that is: the test ends there, as skipped. */
export async function orLacking<T>(work: Promise<T>, skip: (note: string) => never): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof NetlinkError && error.code === 'EOPNOTSUPP') {
      expect(error.message).toMatch(/needs (CONFIG_|Linux )/);
      skip(error.message);
    }
    throw error;
  }
}
