/** Everything that the command line writes: links to standard output, all else to standard error. */
import { inspect } from 'node:util';
import { plainName } from '../../shared/messages/index.ts';
import { createRedaction, type Redact } from '../net/redaction.ts';
import { createScreen, type Screen, type Terminal } from './screen.ts';
import { words } from './words.ts';

/** Shorter secrets are no secrets, and part of many links and sentences. */
const leastSecret = 4;

export interface Output {
  /** One line on standard output; what is hidden is blackened, unless `asItIs` says that this was seen to. */
  print(line: string, how?: { readonly asItIs: boolean }): void;
  /** One line on standard error; what would break it is made harmless. */
  say(line: string): void;
  /** Something broke that is a defect of ours. */
  report(error: unknown): void;
  /** From now on these are blackened too, wherever they turn up. */
  hide(secrets: readonly string[]): void;
  readonly redact: Redact;
  /** Aborted once nobody reads standard output any more. */
  readonly gone: AbortSignal;
  /** Where progress can be drawn; null where standard error is no terminal, or a dumb one. */
  readonly screen: Screen | null;
  /** Whether colours are welcome there. */
  readonly colours: boolean;
}

interface Stream {
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

export interface Streams {
  readonly stdout: Stream;
  readonly stderr: Stream & Terminal;
  readonly env: NodeJS.ProcessEnv;
}

export function createOutput({ stdout, stderr, env }: Streams): Output {
  const gone = new AbortController();
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that went away is no news to anyone; a full disk is.
    if (error.code !== 'EPIPE' && !gone.signal.aborted) say(words.linksLost(error.code ?? error.name));
    gone.abort();
  });
  // Where nobody reads what is said, the links still matter.
  stderr.on('error', () => undefined);
  const drawable = stderr.isTTY === true && env.TERM !== 'dumb';
  const screen = drawable ? createScreen(stderr) : null;
  const hidden: string[] = [];
  let redact: Redact = (text) => text;

  const write = (stream: Stream, text: string): void => {
    screen?.clear();
    stream.write(`${text}\n`);
  };
  const say = (line: string): void => write(stderr, plainName(redact(line)));
  return {
    print(line, { asItIs } = { asItIs: false }) {
      if (!gone.signal.aborted) write(stdout, asItIs ? line : redact(line));
    },
    say,
    report: (error) => write(stderr, redact(`droprelay: ${inspect(error)}`)),
    hide(secrets) {
      hidden.push(...secrets);
      redact = createRedaction(hidden, leastSecret);
    },
    get redact() {
      return redact;
    },
    gone: gone.signal,
    screen,
    colours: drawable && !env.NO_COLOR,
  };
}
