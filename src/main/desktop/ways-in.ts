/** Files that come with the program's start, or with another start of it. They wait until the user chose a chain. */
import { app } from 'electron';
import { z } from 'zod';
import type { Intake } from '../rpc/intake.ts';

export interface WaysIn {
  /** Takes files in, now or as soon as there is a chain. */
  take(paths: readonly string[], from: 'argument' | 'second-instance'): void;
  /** The user chose a chain: what waited goes on. */
  chosen(): void;
}

const Handed = z.object({ files: z.array(z.string()) });

/** @param raise brings the window to the front */
export function createWaysIn(
  intake: Intake,
  hasChain: () => boolean,
  raise: () => void,
  report: (error: unknown) => void,
): WaysIn {
  let waiting: string[] = [];
  const take: WaysIn['take'] = (paths, from) => {
    if (paths.length === 0) return;
    if (hasChain()) intake.offer({ paths, pathless: [], from }).catch(report);
    else waiting.push(...paths);
  };
  app.on('second-instance', (_event, _argv, _folder, handed) => {
    raise();
    const parsed = Handed.safeParse(handed);
    if (parsed.success) take(parsed.data.files, 'second-instance');
  });
  return {
    take,
    chosen() {
      const paths = waiting;
      waiting = [];
      take(paths, 'argument');
    },
  };
}
