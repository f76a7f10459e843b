// node once.js WORKLOAD: does a workload once and exits, as a user's script would.
import * as netloom from 'netloom';

const { default: workload } = await import(`./workloads/${process.argv[2]}.js`);
const { run } = await workload.netloom(netloom);
await run();
