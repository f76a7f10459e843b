import { type Codec, s32, u32 } from '../wire/codec.js';

const USER_HZ = 100;

/** What the kernel keeps of a route's use. */
export interface RouteCache {
  /** Seconds until it is gone; negative once it should be. */
  readonly expires?: number;
  /** The positive errno that packets get. */
  readonly error?: number;
  readonly users?: number;
  readonly used?: number;
  /** Seconds since its last use. */
  readonly age?: number;
}

/** `struct rta_cacheinfo`: of most routes nothing but zeros, and then read as nothing. */
export const cacheInfo: Codec<RouteCache | undefined> = {
  size: 20,
  write: () => {
    throw new TypeError('is only read');
  },
  read: (view, start) => {
    const at = (index: number, codec = u32) => codec.read(view, start + 4 * index, start + 4 * index + 4);
    const [users, age, expires, error, used] = [at(0), at(1), at(2, s32), at(3), at(4)];
    if (users === 0 && age === 0 && expires === 0 && error === 0 && used === 0) return undefined;
    return {
      ...(expires === 0 ? {} : { expires: expires / USER_HZ }),
      // rta_error is a negative errno in an unsigned field, as the kernel keeps it.
      ...(error === 0 ? {} : { error: Math.abs(error | 0) }),
      ...(users === 0 ? {} : { users }),
      ...(used === 0 ? {} : { used }),
      ...(age === 0 ? {} : { age: age / USER_HZ }),
    };
  },
};
