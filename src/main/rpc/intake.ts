/** Brings files to the engine from wherever they come: chosen chain first, a question before many. */
import { resolve } from 'node:path';
import type { IntakeResult } from '../../shared/contract.ts';
import type { BatchId } from '../../shared/ids.ts';
import type { Intake as From } from '../../shared/model.ts';
import type { Engine } from '../engine/engine.ts';
import { confirmAbove, createHeld, expandPaths, type IntakeFile, totalBytes } from '../engine/intake.ts';
import type { ChosenChain } from './handlers.ts';

export interface Intake {
  offer(files: { paths: readonly string[]; pathless: readonly string[]; from: From }): Promise<IntakeResult>;
  /** The answer to a question that `offer` asked; an unknown token does nothing. */
  confirm(token: string, go: boolean): void;
}

export interface IntakeDeps {
  readonly engine: Engine;
  /** Null before the user chose. */
  readonly chain: () => ChosenChain | null;
  /** A batch was queued. */
  readonly arrived: (batch: BatchId) => void;
}

export function createIntake({ engine, chain, arrived }: IntakeDeps): Intake {
  const held = createHeld<{ files: IntakeFile[]; from: From }>();

  const submit = (files: IntakeFile[], from: From): void => {
    const chosen = chain();
    if (chosen) arrived(engine.submit({ files, from, reuse: 'offer', ...chosen }).batch);
  };

  return {
    async offer({ paths, pathless, from }) {
      if (!chain()) return { kind: 'choose-first' };
      const files: IntakeFile[] = [
        ...(await expandPaths(paths.map((path) => resolve(path)))),
        ...pathless.map((name) => ({ kind: 'pathless', name }) as const),
      ];
      if (files.length === 0) return { kind: 'nothing', what: 'no-files' };
      if (files.length > confirmAbove) {
        const token = held.hold({ files, from });
        return { kind: 'confirm', token, count: files.length, bytes: await totalBytes(files) };
      }
      submit(files, from);
      return { kind: 'accepted', count: files.length };
    },
    confirm(token, go) {
      const waiting = held.take(token);
      if (waiting && go) submit(waiting.files, waiting.from);
    },
  };
}
