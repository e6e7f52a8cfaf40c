// Runs one of the scripts beside it: `node scripts/run.mjs start FILE…`. Plain JavaScript, so that an old Node gets this far.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
const [name = '', ...args] = process.argv.slice(2);

/** @param {string} line */
function fail(line) {
  process.stderr.write(`${line}\n`);
  process.exitCode = 1;
}

// npm 11 puts the Node of node_modules first in the PATH; older ones may not.
function ownNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  const url = new URL(`../node_modules/node-${system}-${process.arch}/bin/${program}`, import.meta.url);
  return existsSync(url) ? fileURLToPath(url) : null;
}

/** @param {string} node */
function runWith(node) {
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  // Ctrl-C reaches the child from the terminal: here it only must not end the wait.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (reason) => fail(`${node} could not be started: ${reason.message}`));
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
    process.exit();
  });
}

async function runScript() {
  try {
    const script = await import(`./${name}.ts`);
    process.exitCode = await script.main(args);
  } catch (reason) {
    const plain = reason instanceof Error && reason.name === 'PlainFailure';
    fail(plain ? reason.message : String(reason?.stack ?? reason));
    if (plain) process.exitCode = reason.exitCode;
  }
}

if (!/^[a-z0-9-]+$/.test(name)) {
  fail('Usage: node scripts/run.mjs NAME [ARGUMENT…], for example: node scripts/run.mjs start');
} else if (Number.parseInt(process.versions.node, 10) >= NEEDED) {
  await runScript();
} else {
  const node = ownNode();
  if (node) runWith(node);
  else {
    fail(`Droprelay's scripts need Node ${NEEDED} or newer, and this is ${process.versions.node}.`);
    fail('"npm ci" brings it on most systems. Where it does not, install it.');
  }
}
