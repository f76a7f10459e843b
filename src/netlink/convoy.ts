import type { Batch } from './batch.js';
import type { Channel } from './channel.js';
import { endOfTick } from './tick.js';

/** What a channel has to send, and the loads that have to be carried out before. */
export interface Load {
  readonly channel: Channel;
  readonly batch: Batch;
  readonly after: ReadonlySet<Load>;
}

/** Of more than so many that go at once, none waits for the others: then there is always one that the kernel has. */
const FEW = 8;

/** Channels that may have something to send at the end of this tick, */
const ready = new Set<Channel>();
/** and those that wait for a request of another. */
const held = new Set<Channel>();

/** Has a channel send what it can at the end of the tick. */
export function enlist(channel: Channel): void {
  if (ready.size === 0) void endOfTick().then(depart);
  ready.add(channel);
}

/** Has a channel go along with what it waits for. */
export function hold(channel: Channel): void {
  held.add(channel);
}

/**
 * Sends what can be sent now. A load that waits for requests of others that go now goes along with these, in one call,
 * so that nothing between them has to come back here.
 */
function depart(): void {
  const channels = [...ready];
  ready.clear();
  const loads: Load[] = [];
  const add = (load: Load | undefined) => {
    if (load) loads.push(load);
  };
  for (const channel of channels) {
    held.delete(channel);
    add(channel.load([]));
  }
  for (let before = 0; held.size > 0 && before < loads.length && loads.length <= FEW; ) {
    before = loads.length;
    for (const channel of [...held]) {
      held.delete(channel);
      add(channel.load(loads)); // which holds it again if it has to wait
    }
  }
  for (const convoy of convoys(loads)) void carry(convoy);
}

/** Those that depend on each other, together and in their order. */
function convoys(loads: readonly Load[]): Iterable<Iterable<Load>> {
  if (loads.length === 1) return [loads];
  const convoyOf = new Map<Load, Set<Load>>();
  for (const load of loads) {
    const convoy = new Set<Load>();
    for (const earlier of load.after) for (const member of convoyOf.get(earlier) ?? []) convoy.add(member);
    convoy.add(load);
    for (const member of convoy) convoyOf.set(member, convoy);
  }
  return new Set(convoyOf.values());
}

async function carry(convoy: Iterable<Load>): Promise<void> {
  const loads = [...convoy];
  const answers = await answersTo(loads);
  for (const [position, { channel, batch }] of loads.entries()) {
    const answer = answers[position];
    try {
      if (!(answer instanceof ArrayBuffer)) throw answer;
      await batch.settle(answer);
    } catch (error) {
      batch.fail(error as Error);
    }
    channel.arrived();
  }
}

async function answersTo(loads: readonly Load[]): Promise<readonly unknown[]> {
  const batches = loads.map(({ channel, batch }) => ({
    socket: channel.socket,
    bytes: batch.writer.finish(),
    names: batch.writer.names,
    slots: Uint32Array.from(batch.writer.slots),
    conditions: conditionsOf(batch, loads),
  }));
  try {
    return (await batches[0]?.socket.transact(batches)) ?? [];
  } catch (error) {
    return loads.map(() => error);
  }
}

const NONE = new Uint32Array();

/** Triples, as the addon wants them: a request, an earlier load, and the request of that one that it depends on. */
function conditionsOf({ conditional }: Batch, loads: readonly Load[]): Uint32Array {
  if (conditional.length === 0) return NONE;
  return Uint32Array.from(
    conditional.flatMap(({ index, after }) =>
      after ? [index, loads.findIndex(({ batch }) => batch.has(after)), after.index] : [],
    ),
  );
}
