// A failure that a person can act on: run.mjs prints its message without a stack trace.

/** `message` says what is missing and what to do; `exitCode` is what the script ends with. */
export class PlainFailure extends Error {
  override readonly name = 'PlainFailure';
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Writes one line for the person at the terminal, apart from a program's own output. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** The message of anything that was thrown. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
