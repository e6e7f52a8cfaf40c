/** Hears other starts of the program and what the system hands over, from the very start on: some comes before ready. */
import { app } from 'electron';
import { z } from 'zod';
import type { Act } from './arguments.ts';

/** All that goes in the message between two starts: it has to be short. */
export const Rung = z.object({ act: z.enum(['upload-clipboard', 'upload-files']).nullable() });

export interface BellListener {
  /** Another start was made, or a deep link opened. */
  rang(act: Act | null): void;
  /** The system opens these with the program (macOS). */
  files(paths: readonly string[]): void;
}

/** Files that are opened together come one by one, ms. */
const togetherMs = 100;

/** Listens at once. What comes before `answer` is called waits for that. */
export function listenAtTheDoor(): { answer(listener: BellListener): void } {
  let listener: BellListener | null = null;
  let early: ((listener: BellListener) => void)[] = [];
  const tell = (telling: (listener: BellListener) => void): void => {
    if (listener) telling(listener);
    else early.push(telling);
  };
  let opened: string[] = [];
  app.on('second-instance', (_event, _argv, _folder, data) => {
    const rung = Rung.safeParse(data);
    tell((to) => to.rang(rung.success ? rung.data.act : null));
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    if (opened.length === 0) {
      setTimeout(() => {
        const paths = opened;
        opened = [];
        tell((to) => to.files(paths));
      }, togetherMs).unref();
    }
    opened.push(path);
  });
  app.on('open-url', (event) => {
    event.preventDefault();
    tell((to) => to.rang(null));
  });
  return {
    answer(to) {
      listener = to;
      for (const telling of early) telling(to);
      early = [];
    },
  };
}
