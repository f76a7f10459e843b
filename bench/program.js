// node program.js WORKLOAD [WAY] WARM-UP SAMPLES: netloom's side of a workload, in a process of its own.
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { measureLoop } from './loop.js';

const [name, ...words] = process.argv.slice(2);
const [warmUp, samples] = words.slice(-2).map(Number);
const { default: workload } = await import(`./workloads/${name}.js`);
const setUp = words.length > 2 ? workload.netloom[words[0]] : workload.netloom;

const start = performance.now();
const netloom = await import('netloom');
const importSeconds = (performance.now() - start) / 1000;
const importedRss = process.memoryUsage.rss();

const work = await setUp(netloom);

// The monitor is a timer of this many milliseconds: what it records beyond that is a stall.
const resolution = 1;
const delay = monitorEventLoopDelay({ resolution });
delay.enable();
const measured = await measureLoop(work, warmUp, samples);
delay.disable();

console.log(
  JSON.stringify({
    ...measured,
    importSeconds,
    importedRss,
    stallMs: Math.max(0, delay.max / 1e6 - resolution),
    peakRss: process.resourceUsage().maxRSS * 1024,
  }),
);
