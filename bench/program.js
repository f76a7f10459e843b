// node program.js WORKLOAD [WAY] WARM-UP SAMPLES: netloom's side of a workload, in a process of its own.
import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { measureLoop } from './loop.js';
import { watchLoop } from './stall.js';

const [name, ...words] = process.argv.slice(2);
const [warmUp, samples] = words.slice(-2).map(Number);
const { default: workload } = await import(`./workloads/${name}.js`);
const setUp = words.length > 2 ? workload.netloom[words[0]] : workload.netloom;

const start = performance.now();
const netloom = await import('netloom');
const importSeconds = (performance.now() - start) / 1000;
const importedRss = process.memoryUsage.rss();

const work = await setUp(netloom);

// What making the input has left is not the work's. The flag comes after the import: code that was compiled without
// it would not be taken from the cache any more.
setFlagsFromString('--expose-gc');
runInNewContext('gc')();
const { watched, worst } = watchLoop();
const measured = await measureLoop({ ...work, run: watched(work.run) }, warmUp, samples);

console.log(
  JSON.stringify({
    ...measured,
    importSeconds,
    importedRss,
    ...worst,
    peakRss: process.resourceUsage().maxRSS * 1024,
  }),
);
