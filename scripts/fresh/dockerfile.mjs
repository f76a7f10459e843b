/** The Dockerfile's steps, carried out in a fresh root instead of a container. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root as clone, SetupError } from '../setup/run.mjs';

/** @typedef {{ name: string, argument: string }} Instruction */

/** @returns {Instruction[]} */
function readDockerfile() {
  return readFileSync(join(clone, 'Dockerfile'), 'utf8')
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim())
    .map((line) => line.match(/^(\w+)\s+(.*)$/))
    .map((match) => ({ name: match?.[1] ?? '', argument: match?.[2] ?? '' }));
}

/** @typedef {{ root: import('./root.mjs').FreshRoot, directory: string, command: readonly string[] }} Image */
/** @typedef {(image: Image, argument: string) => Promise<Image>} Execute */

/** @type {Readonly<Record<string, Execute>>} */
const instructions = {
  // The root is a Debian with Node already.
  FROM: async (image) => image,

  WORKDIR: async (image, argument) => ({ ...image, directory: argument }),

  async COPY(image, argument) {
    if (argument !== '. .') throw new SetupError(`COPY ${argument}: only the whole clone can be copied here`);
    await image.root.clone(image.directory);
    const ignored = readFileSync(join(clone, '.dockerignore'), 'utf8').trim().split('\n');
    for (const name of ignored) image.root.delete(join(image.directory, name));
    return image;
  },

  async RUN(image, argument) {
    const { status, output } = await image.root.run(image.directory, ['sh', '-c', argument]);
    if (status !== 0) throw new SetupError(`${output}\nRUN ${argument}: exit status ${status}`);
    return image;
  },

  CMD: async (image, argument) => ({ ...image, command: JSON.parse(argument) }),
};

/**
 * Builds the image in `root`, then runs its command.
 * @param {import('./root.mjs').FreshRoot} root
 * @param {(line: string) => void} say
 */
export async function runDockerfile(root, say) {
  /** @type {Image} */
  let image = { root, directory: '/', command: [] };
  for (const { name, argument } of readDockerfile()) {
    const execute = instructions[name];
    if (!execute) throw new SetupError(`${name}: not an instruction that can be carried out here`);
    say(`  ${name} ${argument}`);
    image = await execute(image, argument);
  }
  return root.run(image.directory, image.command);
}
