import { setTimeout as sleep } from 'node:timers/promises';

/** The kernel frees what was taken away in the background, in whoever's time comes next. */
const background = 300;

/** Text in one piece, as it is in a file, and not a chain of what it was put together from. */
const flat = (input) => (typeof input === 'string' ? Buffer.from(input).toString() : input);

/** The way of netloom to add nftables objects: makes the input, untimed, and runs it in a namespace of its own. */
export const adding =
  (makeInput) =>
  async ({ Namespace }) => {
    const namespace = await Namespace.create('nft');
    const input = flat(makeInput());
    return {
      run: () => namespace.nft.run(input),
      async tearDown() {
        await namespace.nft.run('flush ruleset');
        await sleep(background);
      },
    };
  };
