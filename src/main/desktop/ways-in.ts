/** Files and wishes that come with the program's start, with another start of it, or from the system. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { IntakeAnswer } from '../../shared/contract.ts';
import { toFailure } from '../../shared/failure.ts';
import type { Intake as From } from '../../shared/model.ts';
import type { Intake } from '../rpc/intake.ts';
import type { Act } from './arguments.ts';
import { leaveLetter, removeLetter, type TakenLetter, takeLetters } from './ways-in-letters.ts';

export interface WaysInDeps {
  readonly intake: Pick<Intake, 'offer'>;
  readonly hasChain: () => boolean;
  /** Where starts of the program leave their letters. */
  readonly folder: string;
  /** The letter that this start left there itself; null for none. */
  readonly letter: string | null;
  /** Brings the window to the front. */
  readonly show: () => void;
  /** Does what was asked for; what came of it is told where it can be seen. */
  readonly act: (act: Act) => Promise<void>;
  /** Shows what became of files. */
  readonly answer: (answer: IntakeAnswer) => void;
  readonly clock: () => number;
  readonly report: (error: unknown) => void;
}

/** At its end it takes nothing any more, and what it took already is on disk. */
export interface WaysIn extends AsyncDisposable {
  /** Takes files in, now or as soon as there is a chain; at the program's end they are left for the next one. Never rejects. */
  take(files: readonly string[], from: From): Promise<void>;
  /** Takes what this start and others have left. */
  collect(): void;
  /** Somebody rang, and left nothing: brings the window to the front. */
  called(): void;
  /** The user chose a chain: what waited goes on. */
  chosen(): void;
}

/** A wish is one of the moment: of a start that was killed before anybody heard it, only the files count, ms. */
const wishMs = 60_000;
/** What reads a very large folder does not hold up the program's end for longer, ms; its letter stays for the next start. */
const endMs = 5_000;

export function createWaysIn(deps: WaysInDeps): WaysIn {
  const { intake, hasChain, folder, answer, report } = deps;
  let waiting: { files: readonly string[]; from: From }[] = [];
  let hasEnded = false;

  /** False where they are not taken, and could be another time. */
  const offer = async (files: readonly string[], from: From): Promise<boolean> => {
    if (files.length === 0) return true;
    if (!hasChain()) {
      waiting.push({ files, from });
      return true;
    }
    try {
      answer(await intake.offer({ paths: files, pathless: [], from }));
      return true;
    } catch (error) {
      report(error);
      answer({ kind: 'failed', failure: toFailure(error) });
      return false;
    }
  };

  const underWay = new Set<Promise<void>>();
  const finish = async (work: Promise<void>): Promise<void> => {
    underWay.add(work);
    await work.finally(() => underWay.delete(work));
  };

  /** Names of letters that are being seen to. One goes once its uploads are on disk, or its question was asked. */
  const inHand = new Set<string>();
  const see = async ({ name, files }: TakenLetter): Promise<void> => {
    inHand.add(name);
    try {
      if (await offer(files, name === deps.letter ? 'argument' : 'second-instance')) removeLetter(folder, name);
    } catch (error) {
      report(error);
    }
    inHand.delete(name);
  };

  const obey = ({ name, at, isNew, act, shows }: TakenLetter): void => {
    const isOwn = name === deps.letter;
    if (!isNew || (!isOwn && Math.abs(deps.clock() - at) > wishMs)) return;
    // At its own start the window opens by itself.
    if (shows && !isOwn) deps.show();
    if (act) deps.act(act).catch(report);
  };

  const lettersHere = (): TakenLetter[] => {
    try {
      return takeLetters(folder, report);
    } catch (error) {
      report(error);
      return [];
    }
  };

  const leaveBehind = (files: readonly string[]): void => {
    try {
      if (files.length > 0) leaveLetter(folder, { files, act: null, shows: false }, deps.clock());
    } catch (error) {
      report(error);
    }
  };

  return {
    async take(files, from) {
      if (!hasEnded) await finish(offer(files, from).then(() => undefined));
      else leaveBehind(files);
    },
    collect() {
      if (hasEnded) return;
      for (const letter of lettersHere()) {
        if (inHand.has(letter.name)) continue;
        obey(letter);
        void finish(see(letter));
      }
    },
    called() {
      if (!hasEnded) deps.show();
    },
    chosen() {
      const all = waiting;
      waiting = [];
      for (const { files, from } of all) void offer(files, from);
    },
    async [Symbol.asyncDispose]() {
      hasEnded = true;
      await Promise.race([Promise.all(underWay), sleep(endMs, undefined, { ref: false })]);
    },
  };
}
