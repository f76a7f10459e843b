// What both examples need besides netloom: a story told step by step, packets kept, a verdict at the end.

let steps = 0;

/** Says what comes next. */
export function step(text) {
  steps++;
  console.log(`\n${steps}. ${text}`);
}

/** Says something that belongs to the step. */
export function show(text) {
  for (const line of String(text).trimEnd().split('\n')) console.log(`   ${line}`);
}

/** The TCP packets that pass a link while `work` is done. */
export async function tcpPacketsDuring(namespace, link, work) {
  const frames = [];
  const capture = await namespace.capture(link);
  const keeping = (async () => {
    for await (const frame of capture) if (frame.packet.tcp) frames.push(frame);
  })();
  try {
    await work();
  } finally {
    // What had arrived by now is still kept.
    await capture.close();
    await keeping;
  }
  return frames;
}

/** Whether a packet goes from `source` to `destination` and `port`. */
export function isFrom(frame, source, destination, port) {
  const { ip, tcp } = frame.packet;
  return ip.source === source && ip.destination === destination && tcp.destinationPort === port;
}

/** Sends a line through a new connection and returns what comes back, as one does with nc. */
export async function sayHello(namespace, options, line) {
  const socket = await namespace.connect(options);
  socket.end(line);
  let answer = '';
  for await (const part of socket.setEncoding('utf8')) answer += part;
  return answer;
}

/** Expectations and what became of them. */
export class Verdict {
  #failures = 0;

  expect(what, asItShouldBe) {
    console.log(`   ${asItShouldBe ? 'yes' : 'NO '}  ${what}`);
    if (!asItShouldBe) this.#failures++;
  }

  /** Says how it went; sets the exit status of the process. */
  give(success) {
    if (this.#failures > 0) process.exitCode = 1;
    console.log(this.#failures === 0 ? `\n${success}` : `\n${this.#failures} expectations were not met.`);
  }
}

/** Runs an example. Whatever happens, what it made is gone afterwards, also on Ctrl-C. */
export async function run(example) {
  // Leaving is enough: names of namespaces go with the process that made them, everything else with the names.
  // Not `once`: a second Ctrl-C would find no listener, and end the process before the names are gone.
  process.on('SIGINT', () => process.exit(130));
  process.on('SIGTERM', () => process.exit(143));
  try {
    await example();
  } catch (error) {
    console.error(`\n${error.message}`);
    process.exit(1); // a server may still be open, which would keep the process
  }
}
