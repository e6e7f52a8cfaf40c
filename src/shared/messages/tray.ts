/** What the tray says: how everything stands, in one line. */
import { spoken, type Tongue } from './tongue.ts';

export interface Standing {
  readonly running: number;
  readonly waiting: number;
  readonly asking: number;
  readonly paused: number;
  /** Those that nobody has looked at yet. */
  readonly failed: number;
}

/** Such as "3 uploading, 1 waiting"; what wants the user comes first. */
export function standingLine(standing: Standing, tongue: Tongue = spoken()): string {
  const say = tongue.words.tray;
  const parts = (['asking', 'failed', 'running', 'waiting', 'paused'] as const).flatMap((stand) =>
    standing[stand] > 0 ? [say[stand](standing[stand])] : [],
  );
  return parts.length === 0 ? say.idle : parts.join(', ');
}
