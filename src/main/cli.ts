#!/usr/bin/env node
/** Command-line entry: the engine in plain Node, without Electron. */
import { appVersion } from '../shared/app.ts';
import { parseCommand, usage } from './command-line/arguments.ts';
import { upload } from './command-line/upload.ts';
import { report } from './report.ts';

process.exitCode = await main().catch((error: unknown) => {
  report(error);
  return 1;
});

async function main(): Promise<number> {
  const command = parseCommand(process.argv.slice(2));
  switch (command.kind) {
    case 'help':
      process.stdout.write(usage);
      return 0;
    case 'version':
      process.stdout.write(`${appVersion}\n`);
      return 0;
    case 'bad-usage':
      process.stderr.write(`${command.reason}\n\n${usage}`);
      return 2;
    case 'upload': {
      const ending = new AbortController();
      process.once('SIGINT', () => ending.abort());
      process.once('SIGTERM', () => ending.abort());
      return upload({ ...command, folder: process.env.INIT_CWD ?? process.cwd(), signal: ending.signal });
    }
  }
}
