import { describe, expect, test, vi } from 'vitest';
import { ClosedError } from '../../../src/error/closed_error.js';
import { NetlinkError } from '../../../src/error/netlink_error.js';
import { describeErrno, SystemError } from '../../../src/error/system_error.js';

const [EPERM, ENOENT, ESRCH, EACCES, EBUSY, EEXIST, EINVAL] = [1, 2, 3, 13, 16, 17, 22];
const [EOPNOTSUPP, EADDRINUSE] = [95, 98];

describe('an errno', () => {
  test.each([
    [ENOENT, 'ENOENT', 'no such file or directory'],
    [EEXIST, 'EEXIST', 'file already exists'],
    [EADDRINUSE, 'EADDRINUSE', 'address already in use'],
    [EOPNOTSUPP, 'EOPNOTSUPP', 'operation not supported'],
    [524, 'E524', 'error 524'],
  ])('%i is %s', (errno, code, text) => {
    expect(describeErrno(errno)).toEqual({ code, text });
  });
});

describe('a system error', () => {
  test('says what, where and why', () => {
    const error = new SystemError(ENOENT, 'open', '/run/netns/lan');
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'SystemError',
      message: 'ENOENT: open /run/netns/lan: no such file or directory',
      code: 'ENOENT',
      errno: ENOENT,
      operation: 'open',
      subject: '/run/netns/lan',
    });
  });

  test('may be about nothing in particular', () => {
    expect(new SystemError(EINVAL, 'setns').message).toBe('EINVAL: setns: invalid argument');
  });

  test.each([
    ['setns', 'CLONE_NEWNET', 'CAP_SYS_ADMIN'],
    ['unshare', 'CLONE_NEWNET', 'CAP_SYS_ADMIN'],
    ['mount', '/run/netns', 'CAP_SYS_ADMIN'],
    ['umount2', '/run/netns/lan', 'CAP_SYS_ADMIN'],
    ['open', '/run/netns/lan', 'CAP_SYS_ADMIN'],
    ['open', '/proc/1/ns/net', 'CAP_SYS_PTRACE'],
    ['socket', 'AF_PACKET', 'CAP_NET_RAW'],
    ['RTM_NEWLINK', 'eth9', 'CAP_NET_ADMIN'],
    ['write', 'sysctl net.ipv4.ip_forward', 'CAP_NET_ADMIN'],
  ])(
    'that refuses %s %s for lack of privilege names %s and how to get it',
    (operation, subject, capability) => {
      const { message } = new SystemError(EPERM, operation, subject);
      expect(message).toBe(
        `EPERM: ${operation} ${subject}: operation not permitted (needs ${capability}: run as root, or in a container started with --privileged or --cap-add)`,
      );
    },
  );

  test('that denies access advises whoever is not root, and nobody where it is about packets', () => {
    const message = (operation: string) => new SystemError(EACCES, operation, 'x').message;
    const euid = vi.spyOn(process, 'geteuid');
    euid.mockReturnValue(1000);
    expect(message('open')).toContain('needs CAP_NET_ADMIN');
    expect(message('bind')).toContain('needs CAP_NET_BIND_SERVICE');
    expect(message('RTM_GETROUTE')).toBe('EACCES: RTM_GETROUTE x: permission denied');
    euid.mockReturnValue(0);
    expect(message('open')).toBe('EACCES: open x: permission denied');
    euid.mockRestore();
  });

  test.each([ENOENT, EINVAL, EEXIST])('of another kind (%i) says nothing of privileges', (errno) => {
    expect(new SystemError(errno, 'RTM_NEWLINK').message).not.toContain('CAP_');
  });
});

describe('a netlink error', () => {
  test('carries what the kernel says of itself', () => {
    const error = new NetlinkError({
      errno: EOPNOTSUPP,
      operation: 'RTM_NEWLINK',
      subject: 'eth9',
      extack: 'Unknown device type',
      attribute: 'info.kind',
      index: 3,
    });
    expect(error).toBeInstanceOf(SystemError);
    expect(error).toMatchObject({
      name: 'NetlinkError',
      message: 'EOPNOTSUPP: RTM_NEWLINK eth9: Unknown device type (attribute info.kind)',
      code: 'EOPNOTSUPP',
      errno: EOPNOTSUPP,
      extack: 'Unknown device type',
      attribute: 'info.kind',
      index: 3,
    });
  });

  test('says the text of its errno where the kernel says nothing, and nothing of files and processes', () => {
    const error = new NetlinkError({ errno: EEXIST, operation: 'RTM_NEWADDR', subject: '192.0.2.1/24' });
    expect(error.message).toBe('EEXIST: RTM_NEWADDR 192.0.2.1/24: exists already');
    const gone = new NetlinkError({ errno: ESRCH, operation: 'RTM_DELROUTE', subject: '192.0.2.0/24' });
    expect(gone.message).toBe('ESRCH: RTM_DELROUTE 192.0.2.0/24: not found');
    const busy = new NetlinkError({ errno: EBUSY, operation: 'RTM_DELLINK', subject: 'br0' });
    expect(busy.message).toBe('EBUSY: RTM_DELLINK br0: resource busy or locked');
    expect(error).toMatchObject({ extack: undefined, attribute: undefined, index: 0 });
  });
});

test('a closed error says what is closed', () => {
  expect(new ClosedError('namespace "lan"')).toMatchObject({
    name: 'ClosedError',
    message: 'namespace "lan" is closed',
    code: 'ERR_CLOSED',
  });
});
