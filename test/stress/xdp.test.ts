import { expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { run } from './program.js';

needs('root', 'python3');
leavesNothingBehind();

/** Loads a program that passes every packet, and becomes the program that it is given, with a descriptor of that. */
const LOADER = `
import ctypes, os, struct, sys
number = {'x86_64': 321, 'aarch64': 280}[os.uname().machine]
code = struct.pack('<BBhiBBhi', 0xb7, 0, 0, 2, 0x95, 0, 0, 0)
code, licence = ctypes.create_string_buffer(code), ctypes.create_string_buffer(b'GPL')
load = struct.pack('<IIQQ', 6, 2, ctypes.addressof(code), ctypes.addressof(licence)).ljust(72, b'\\0')
fd = ctypes.CDLL(None, use_errno=True).syscall(number, 5, ctypes.create_string_buffer(load), len(load))
if fd < 0: sys.exit('bpf: ' + os.strerror(ctypes.get_errno()))
os.set_inheritable(fd, True)
os.execvp(sys.argv[1], [*sys.argv[1:], str(fd)])
`;

test('an XDP program is attached by its descriptor, and taken away', async ({ skip }) => {
  const { output, errors } = await run('xdp', [], { through: ['python3', '-c', LOADER] });
  skip(
    /^bpf: (Function not implemented|Operation not permitted)/.test(errors),
    `needs CONFIG_BPF_SYSCALL: ${errors}`,
  );
  expect(errors).toBe('');
  expect(JSON.parse(output)).toMatchObject({
    before: { attached: 'none' },
    after: { attached: 'generic', program: expect.any(Number) },
    again: 'EBUSY',
    replaced: 'replaced',
    end: { attached: 'none' },
  });
});
