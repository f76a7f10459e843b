/** node list.mjs PATH: lists the addresses of a namespace; prints how many, or why it could not. */

import { argv, stdout } from 'node:process';
import { Namespace, NetlinkError } from 'netloom';

const namespace = await Namespace.open({ path: argv[2] ?? '' });
stdout.write('open\n');
try {
  stdout.write(`${(await namespace.addresses.list()).length}\n`);
} catch (error) {
  if (!(error instanceof NetlinkError)) throw error;
  stdout.write(`${error.code} ${error.operation} ${error.extack}\n`);
}
await namespace.close();
