import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { run } from './program.js';

const UNSHARE = ['unshare', '--user', '--map-root-user', '--net', '--mount'];

test('a user namespace has all that is needed, names included', async ({ skip }) => {
  try {
    execFileSync('unshare', [...UNSHARE.slice(1), 'true'], { stdio: 'pipe' });
  } catch (error) {
    return skip(`this machine gives nobody a user namespace: ${(error as Error).message}`);
  }
  const own = ['sh', '-c', 'mount -t tmpfs none /run && exec "$@"', 'sh'];
  const ending = await run('user_namespace', [], { through: [...UNSHARE, ...own] });
  expect(ending).toMatchObject({ code: 0, errors: '' });
  expect(JSON.parse(ending.output)).toEqual({
    ...{ list: 'far', link: 'done', address: 'done', peer: 'done', sysctl: 'done', nft: [] },
    ...{ probe: 'closed', capture: 'done', listen: 'done' },
  });
});
