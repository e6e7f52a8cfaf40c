#!/usr/bin/env node
/** Command-line entry: the engine in plain Node, without Electron. */
import { appVersion } from '../shared/app.ts';
import { english } from '../shared/messages/english.ts';
import { speak } from '../shared/messages/index.ts';
import { parseCommand } from './command-line/arguments.ts';
import { variablesHelp } from './command-line/environment-settings.ts';
import { watchInterrupts } from './command-line/interrupts.ts';
import { keepHeapSmall } from './command-line/lean-heap.ts';
import { leftovers } from './command-line/leftovers.ts';
import { createOutput } from './command-line/output.ts';
import { status } from './command-line/status.ts';
import { upload } from './command-line/upload.ts';
import { usage, words } from './command-line/words.ts';
import { folderTrouble } from './folder-trouble.ts';

keepHeapSmall();
// Scripts read what it prints: it speaks one language everywhere.
speak(english);
const output = createOutput(process);
const fail = (error: unknown): number => {
  const trouble = folderTrouble(error);
  if (trouble) output.say(trouble);
  else output.report(error);
  return 1;
};
process.on('uncaughtException', (error) => process.exit(fail(error)));
process.exitCode = await main().catch(fail);

async function main(): Promise<number> {
  const command = parseCommand(process.argv.slice(2));
  const folder = process.env.INIT_CWD ?? process.cwd();
  switch (command.kind) {
    case 'help':
      output.print([usage, words.variables, ...variablesHelp()].join('\n'));
      return 0;
    case 'version':
      output.print(appVersion);
      return 0;
    case 'bad-usage':
      output.say(command.reason);
      process.stderr.write(`\n${usage}`);
      return 2;
    case 'status':
      return status(command, output, folder);
    case 'leftovers':
      return leftovers(command, output, folder);
    case 'upload': {
      const interrupts = watchInterrupts(() => output.screen?.clear());
      return upload(command, { ...interrupts, output, folder, input: process.stdin });
    }
  }
}
