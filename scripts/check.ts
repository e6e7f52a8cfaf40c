// `npm run check`: format, lint with the layers, and the types of every TypeScript project.
import { runStep, tool } from './processes.ts';
import { conclude, type Suite, step } from './suites.ts';

const TYPE_PROJECTS = ['main', 'preload', 'renderer', 'electron42'];

/** Runs every check, also after one failed. Each counts as one test. */
export async function runChecks(): Promise<Suite[]> {
  // Biome colours its output in CI mode even for a file.
  const plain = process.stdout.isTTY ? [] : ['--colors=off'];
  const suites = [await check('format and lint', tool('@biomejs/biome', 'biome'), ['ci', ...plain, '.'])];
  for (const project of TYPE_PROJECTS) {
    suites.push(await check(`types of ${project}`, tool('typescript', 'tsc'), ['-p', `tsconfig.${project}.json`]));
  }
  return suites;
}

export async function main(): Promise<number> {
  return conclude(await runChecks());
}

async function check(name: string, [node, script]: [string, string], args: string[]): Promise<Suite> {
  process.stdout.write(`\n== ${name}\n`);
  return step(name, (await runStep(node, [script, ...args])) === 0);
}
