// What was measured, for people (a table) and for programs (JSON).
import { median, quantile } from './statistics.js';

// Below this many samples a 99th percentile would be no more than the maximum.
const enoughForP99 = 100;

/** One object a workload. Times are medians in seconds, null for who is missing. */
export function toJson(name, results) {
  const [floor, netloom, ...peers] = results;
  const { stallMs, peakRss, importSeconds, importedRss } = processFigures(netloom);
  return {
    name,
    floorSeconds: typical(floor),
    netloomSeconds: typical(netloom),
    ratio: ratio(netloom, floor),
    peers: Object.fromEntries(peers.map((peer) => [peer.name, typical(peer)])),
    stallMs,
    peakRssBytes: peakRss,
    firstSeconds: { floor: first(floor), netloom: first(netloom) },
    p99Seconds: { floor: p99(floor), netloom: p99(netloom) },
    importSeconds,
    importedRssBytes: importedRss,
    missing: Object.fromEntries(
      results.filter((result) => result.missing).map((result) => [result.name, result.missing]),
    ),
  };
}

const typical = (result) => (result.missing ? null : median(result.samples));
const first = (result) => (result.missing ? null : median(result.firsts));
const ratio = (result, floor) => (result.missing || floor.missing ? null : typical(result) / typical(floor));
const excess = (result, floor) =>
  result === floor || floor.missing ? null : typical(result) - typical(floor);
const p99 = (result) =>
  !result.missing && result.samples.length >= enoughForP99 ? quantile(result.samples, 0.99) : null;

/** Of netloom's own processes: medians, but the worst of all for the stall and the peak. */
function processFigures({ reports }) {
  const over = (key, statistic) => {
    const values = reports.map((report) => report[key]).filter((value) => value !== undefined);
    return values.length > 0 ? statistic(values) : null;
  };
  const worst = (values) => Math.max(...values);
  return {
    stallMs: over('stallMs', worst),
    peakRss: over('peakRss', worst),
    importSeconds: over('importSeconds', median),
    importedRss: over('importedRss', median),
  };
}

export function printTable(name, { about }, results) {
  const [floor, netloom] = results;
  const width = Math.max(...results.map((result) => result.name.length));
  const row = (label, cells) =>
    console.log(`  ${label.padEnd(width)}${cells.map((cell) => cell.padStart(12)).join('')}`);

  console.log(`\n${name}: ${about}`);
  row('', ['median', 'x floor', 'over floor', 'p99', 'first']);
  for (const result of results) {
    if (result.missing) {
      console.log(`  ${result.name.padEnd(width)}  ${result.missing}`);
      continue;
    }
    const times = [typical(result), excess(result, floor), p99(result), first(result)].map(duration);
    times.splice(1, 0, ratio(result, floor)?.toFixed(2) ?? '');
    row(result.name, times);
  }
  const { stallMs, peakRss, importSeconds, importedRss } = processFigures(netloom);
  if (stallMs === null) return;
  console.log(
    `  netloom: longest event-loop stall ${stallMs.toFixed(1)} ms, import ${duration(importSeconds)}, ` +
      `resident ${mebibytes(importedRss)} after import, ${mebibytes(peakRss)} at its peak`,
  );
}

function duration(value) {
  if (value === null) return '';
  const size = Math.abs(value);
  if (size >= 1) return `${value.toFixed(2)} s`;
  return size >= 1e-3 ? `${(value * 1e3).toFixed(2)} ms` : `${(value * 1e6).toFixed(1)} us`;
}

const mebibytes = (bytes) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
