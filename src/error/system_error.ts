import { getSystemErrorMap } from 'node:util';

/** Which capability a refusal is about, by how it reads; none if it is not about privileges. First match wins. */
const CAPABILITIES: readonly (readonly [refusal: RegExp, capability: string | undefined])[] = [
  [/^EACCES: RTM_/, undefined], // a packet would be denied its way: a route of type prohibit
  [/^EACCES: bind/, 'CAP_NET_BIND_SERVICE'],
  [/: socket/, 'CAP_NET_RAW'],
  [/: open \/proc\/\d+\/ns\//, 'CAP_SYS_PTRACE'],
  [/: (setns|unshare|mount|umount2|mkdir|flock|open \/run\/netns)/, 'CAP_SYS_ADMIN'],
  [/./, 'CAP_NET_ADMIN'],
];

/** Facts about an errno. */
export function describeErrno(errno: number): { code: string; text: string } {
  const entry = getSystemErrorMap().get(-errno);
  // EOPNOTSUPP has the number of ENOTSUP on Linux; the kernel and its documentation use the longer name.
  if (errno === 95) return { code: 'EOPNOTSUPP', text: 'operation not supported' };
  return { code: entry?.[0] ?? `E${errno}`, text: entry?.[1] ?? `error ${errno}` };
}

function advice(code: string, about: string): string {
  // A file mode that refuses even root is not a matter of capabilities.
  if (code !== 'EPERM' && (code !== 'EACCES' || process.geteuid?.() === 0)) return '';
  const capability = CAPABILITIES.find(([refusal]) => refusal.test(`${code}: ${about}`))?.[1];
  return capability === undefined
    ? ''
    : ` (needs ${capability}: run as root, or in a container started with --privileged or --cap-add)`;
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
    super(`${code}: ${about}: ${detail === '' ? text : detail}${advice(code, about)}`);
    this.code = code;
    this.errno = errno;
    this.operation = operation;
    this.subject = subject;
  }
}
