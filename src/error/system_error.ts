import { getSystemErrorMap } from 'node:util';

/** Which capability a refused operation was missing, by how the operation's name starts. First match wins. */
const CAPABILITIES: readonly (readonly [operation: RegExp, capability: string])[] = [
  [/^(setns|unshare|mount|umount2|mkdir|flock)/, 'CAP_SYS_ADMIN'],
  [/^socket/, 'CAP_NET_RAW'],
  [/./, 'CAP_NET_ADMIN'],
];

const REFUSED = new Set(['EPERM', 'EACCES']);

/** Facts about an errno. */
export function describeErrno(errno: number): { code: string; text: string } {
  const entry = getSystemErrorMap().get(-errno);
  // EOPNOTSUPP has the number of ENOTSUP on Linux; the kernel and its documentation use the longer name.
  if (errno === 95) return { code: 'EOPNOTSUPP', text: 'operation not supported' };
  return { code: entry?.[0] ?? `E${errno}`, text: entry?.[1] ?? `error ${errno}` };
}

function advice(code: string, operation: string): string {
  if (!REFUSED.has(code)) return '';
  const capability = CAPABILITIES.find(([pattern]) => pattern.test(operation))?.[1];
  return ` (needs ${capability} over the network namespace: run as root, or in a container started with --privileged or --cap-add)`;
}

/**
 * A system call or kernel request was refused.
 *
 * `message` reads `operation subject: text`, and for a missing privilege says which capability is needed and how
 * to get it.
 */
export class SystemError extends Error {
  override readonly name: string = 'SystemError';
  /** Symbolic error, `'ENOENT'`; the names of errno(3). */
  readonly code: string;
  /** The positive number of {@link code}. */
  readonly errno: number;
  /** What was refused: a system call (`'setns'`) or a netlink request (`'RTM_NEWLINK'`). */
  readonly operation: string;
  /** What it was about: a path, a key, an address. May be empty. */
  readonly subject: string;

  constructor(errno: number, operation: string, subject = '', detail = '') {
    const { code, text } = describeErrno(errno);
    const about = subject === '' ? operation : `${operation} ${subject}`;
    super(`${code}: ${about}: ${detail === '' ? text : detail}${advice(code, operation)}`);
    this.code = code;
    this.errno = errno;
    this.operation = operation;
    this.subject = subject;
  }
}
