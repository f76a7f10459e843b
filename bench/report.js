// What was measured, for people (a table) and for programs (JSON).
import { median, quantile } from './statistics.js';

// Below this many samples a 99th percentile would be no more than the maximum.
const enoughForP99 = 100;

/**
 * One object a workload. Times are medians in seconds, null for who is missing. Where netloom has several ways
 * to do the work, what stands outside `ways` is of the first.
 */
export function toJson(name, { floor, netloom, peers }) {
  const [main] = netloom;
  const { stallMs, ownStallMs, peakRss, importSeconds, importedRss } = processFigures(main);
  const results = [floor, ...netloom, ...peers];
  return {
    name,
    floorSeconds: typical(floor),
    netloomSeconds: typical(main),
    ratio: ratio(main, floor),
    peers: byName(peers, typical),
    stallMs,
    ownStallMs,
    peakRssBytes: peakRss,
    peerPeakRssBytes: byName(peers, (peer) => processFigures(peer).peakRss),
    firstSeconds: { floor: first(floor), netloom: first(main) },
    p99Seconds: { floor: p99(floor), netloom: p99(main) },
    importSeconds,
    importedRssBytes: importedRss,
    ways: byName(netloom, (way) => ({
      seconds: typical(way),
      ratio: ratio(way, floor),
      firstSeconds: first(way),
      stallMs: processFigures(way).stallMs,
      ownStallMs: processFigures(way).ownStallMs,
      peakRssBytes: processFigures(way).peakRss,
    })),
    missing: byName(
      results.filter((result) => result.missing),
      (result) => result.missing,
    ),
  };
}

const byName = (results, figure) =>
  Object.fromEntries(results.map((result) => [result.name, figure(result)]));
const typical = (result) => (result.missing ? null : median(result.samples));
const first = (result) => (result.missing ? null : median(result.firsts));
const ratio = (result, floor) => (result.missing || floor.missing ? null : typical(result) / typical(floor));
const excess = (result, floor) =>
  result === floor || floor.missing ? null : typical(result) - typical(floor);
const p99 = (result) =>
  !result.missing && result.samples.length >= enoughForP99 ? quantile(result.samples, 0.99) : null;

/** What processes said of themselves: medians, but the worst of all for the stall and the peak. */
function processFigures({ reports }) {
  const over = (key, statistic) => {
    const values = reports.map((report) => report[key]).filter((value) => value !== undefined);
    return values.length > 0 ? statistic(values) : null;
  };
  const worst = (values) => Math.max(...values);
  return {
    stallMs: over('stallMs', worst),
    ownStallMs: over('ownStallMs', worst),
    peakRss: over('peakRss', worst),
    importSeconds: over('importSeconds', median),
    importedRss: over('importedRss', median),
  };
}

export function printTable(name, { about }, { floor, netloom, peers }) {
  const results = [floor, ...netloom, ...peers];
  const width = Math.max(...results.map((result) => result.name.length));
  const row = (label, cells) =>
    console.log(`  ${label.padEnd(width)}${cells.map((cell) => cell.padStart(12)).join('')}`);

  console.log(`\n${name}: ${about}`);
  row('', ['median', 'x floor', 'over floor', 'p99', 'first', 'peak']);
  for (const result of results) {
    if (result.missing) {
      console.log(`  ${result.name.padEnd(width)}  ${result.missing}`);
      continue;
    }
    const cells = [typical(result), excess(result, floor), p99(result), first(result)].map(duration);
    cells.splice(1, 0, ratio(result, floor)?.toFixed(2) ?? '');
    row(result.name, [...cells, mebibytes(processFigures(result).peakRss)]);
  }
  for (const result of netloom) {
    const { stallMs, ownStallMs, importSeconds, importedRss } = processFigures(result);
    if (stallMs === null) continue;
    console.log(
      `  ${result.name}: longest event-loop stall ${stallMs.toFixed(1)} ms ` +
        `(${ownStallMs.toFixed(1)} ms without waiting for a processor), ` +
        `import ${duration(importSeconds)}, resident ${mebibytes(importedRss)} after import`,
    );
  }
}

function duration(value) {
  if (value === null) return '';
  const size = Math.abs(value);
  if (size >= 1) return `${value.toFixed(2)} s`;
  return size >= 1e-3 ? `${(value * 1e3).toFixed(2)} ms` : `${(value * 1e6).toFixed(1)} us`;
}

const mebibytes = (bytes) => (bytes === null ? '' : `${(bytes / 2 ** 20).toFixed(0)} MiB`);
