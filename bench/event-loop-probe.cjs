/**
 * Measures the event loop's delay of Electron's main process: `electron -r event-loop-probe.cjs APP`. Each SIGUSR2
 * writes what was seen since the one before to DROPRELAY_BENCH_PROBE, in ms, and begins anew.
 * No debugger is attached, as Playwright's `evaluate` would need one, and the app knows nothing of it.
 */
const { writeFileSync } = require('node:fs');
const { monitorEventLoopDelay } = require('node:perf_hooks');

const resolution = 1;
const seen = monitorEventLoopDelay({ resolution });
seen.enable();
process.on('SIGUSR2', () => {
  // What is measured is the time between two ticks of a timer of 1 ms; the delay is what goes beyond that.
  const ms = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - resolution);
  const delays = { p50: ms(seen.percentile(50)), p99: ms(seen.percentile(99)), max: ms(seen.max), count: seen.count };
  writeFileSync(process.env.DROPRELAY_BENCH_PROBE, JSON.stringify(delays));
  seen.reset();
});
