import { fileURLToPath } from 'node:url';

const once = fileURLToPath(new URL('../once.js', import.meta.url));

export default {
  about: 'a whole process: node building and removing a lab, against node doing nothing',
  rounds: 5,
  warmUp: 0,
  samples: 5,
  floor: { command: [process.execPath, '-e', '0'] },
  netloom: { command: [process.execPath, once, 'lab'] },
  peers: {},
};
