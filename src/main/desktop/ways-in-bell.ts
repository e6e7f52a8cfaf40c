/** Hears other starts of the program and what the system hands over, from the very start on: some comes before ready. */
import { app } from 'electron';
import { z } from 'zod';

/** All that goes in the message between two starts: it has to be short. */
const Rung = z.object({ shows: z.boolean() });

export interface BellListener {
  /** Another start was made, or a deep link opened; `shows` where nothing but the window is wanted. */
  rang(shows: boolean): void;
  /** The system opens these with the program (macOS). */
  files(paths: readonly string[]): void;
}

export interface Bell {
  answer(listener: BellListener): void;
}

/** Files that are opened together come one by one, ms. */
const togetherMs = 100;

/** True where this program is the only one now; else the other one hears of it. */
export function ring(shows: boolean): boolean {
  return app.requestSingleInstanceLock({ shows } satisfies z.infer<typeof Rung>);
}

/** Listens at once. What comes before `answer` is called waits for that. */
export function listenAtTheDoor(): Bell {
  let listener: BellListener | null = null;
  let early: ((listener: BellListener) => void)[] = [];
  const tell = (telling: (listener: BellListener) => void): void => {
    if (listener) telling(listener);
    else early.push(telling);
  };
  let opened: string[] = [];
  app.on('second-instance', (_event, _argv, _folder, data) => {
    const rung = Rung.safeParse(data);
    tell((to) => to.rang(rung.success && rung.data.shows));
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
    tell((to) => to.rang(true));
  });
  return {
    answer(to) {
      listener = to;
      for (const telling of early) telling(to);
      early = [];
    },
  };
}
