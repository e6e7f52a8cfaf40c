// `npm run bench`: measures the built command line and the app against curl, on this machine alone.
import { parseArgs } from 'node:util';
import { tables } from '../bench/report.ts';
import { runBenchmark } from '../bench/run.ts';
import { PlainFailure, reasonOf } from './plain-failure.ts';

/** `--quick`: fewer rounds and not the 8 GiB; `--only ID` (repeated) measures these; `--json`: one object instead of tables. */
export async function main(args: readonly string[]): Promise<number> {
  const { json, ...options } = read(args);
  const result = await runBenchmark(options);
  process.stdout.write(json ? `${JSON.stringify(result, null, 2)}\n` : tables(result));
  return 0;
}

function read(args: readonly string[]): { quick: boolean; json: boolean; only: string[] } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { quick: { type: 'boolean' }, json: { type: 'boolean' }, only: { type: 'string', multiple: true } },
    });
    return { quick: values.quick ?? false, json: values.json ?? false, only: values.only ?? [] };
  } catch (thrown) {
    throw new PlainFailure(`${reasonOf(thrown)}\nUsage: npm run bench -- [--quick] [--json] [--only ID]`, 2);
  }
}
