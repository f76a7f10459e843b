import { show, wrongType } from '../check/options.js';
import { SystemError } from '../error/system_error.js';
import { coalesce } from '../handle/coalesce.js';
import type { Handle } from '../handle/handle.js';
import type { SysctlJob, SysctlOutcome } from '../native/addon.js';
import { isOfLink, sysctlKey, sysctlPath } from './key.js';

/** A kernel parameter: a number where it is one, otherwise the text without its final newline. */
export type SysctlValue = number | string;

/**
 * Kernel parameters as this namespace has them: `sysctl`, /proc/sys.
 *
 * Only those below `net` differ from namespace to namespace; the others are the machine's. Changes need
 * CAP_NET_ADMIN for `net`, root for the rest. Keys are written with dots or slashes, see sysctl(8).
 */
export class Sysctl {
  readonly #handle: Handle;
  readonly #do: (job: SysctlJob) => Promise<SysctlOutcome>;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
    // Taken now: what was issued before the handle was closed is still done.
    const { native } = handle;
    this.#do = coalesce(async (jobs) => (await native.sysctl(jobs)) as (SysctlOutcome | Error)[]);
  }

  /** Reads a parameter: `sysctl -n KEY`. @throws SystemError ENOENT, EACCES, with the key in its message. */
  async get(key: string): Promise<SysctlValue> {
    const path = sysctlPath(key);
    return toValue((await this.#run(key, ['get', path])) as string);
  }

  /**
   * Sets a parameter: `sysctl -w KEY=VALUE`.
   *
   * @throws SystemError ENOENT, EACCES; EINVAL if the kernel does not take the value.
   */
  async set(key: string, value: SysctlValue | boolean): Promise<void> {
    const path = sysctlPath(key);
    await this.#run(key, ['set', path, toText(value)]);
  }

  /** Every readable parameter at or below `key`, by dotted key: `sysctl -a`. */
  async list(key = 'net'): Promise<Map<string, SysctlValue>> {
    const path = sysctlPath(key);
    const entries = (await this.#run(key, ['list', path])) as readonly (readonly [string, string])[];
    return new Map(entries.map(([path, text]) => [sysctlKey(path), toValue(text)]));
  }

  async #run(key: string, job: SysctlJob): Promise<SysctlOutcome> {
    const handle = this.#handle;
    const work = () => this.#do(job);
    try {
      // Its link may be one that was asked for in this tick.
      return await (isOfLink(job[1]) ? handle.open(work) : handle.use(work));
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      throw new SystemError(error.errno, error.operation, `sysctl ${key}`);
    }
  }
}

function toText(value: unknown): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw wrongType('value', value, 'a finite number');
    return String(value);
  }
  if (typeof value !== 'string') throw wrongType('value', value, 'a number, a string or a boolean');
  if (value.includes('\0')) throw new TypeError(`value must have no NUL in it, not ${show(value)}`);
  return value;
}

/** Numbers that JavaScript cannot hold exactly stay text. */
function toValue(text: string): SysctlValue {
  const value = text.replace(/\n$/, '');
  const number = Number(value);
  return /^-?\d+$/.test(value) && Number.isSafeInteger(number) ? number : value;
}
