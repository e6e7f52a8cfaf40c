/** Export and import of settings, as the window asks for them: main's own dialogs choose the files. */
import { isDeepStrictEqual } from 'node:util';
import { UploadFailure } from '../../shared/failure.ts';
import type { DestinationId } from '../../shared/ids.ts';
import { createHeld } from '../engine/intake.ts';
import type { SettingsStore } from '../store/settings.ts';
import type { TransferCalls } from './handlers.ts';
import { exportText, mergeSettings, readSettingsText, type SettingsFile } from './settings-transfer.ts';

/** Files of settings that the user chooses in a dialog. */
export interface SettingsFiles {
  /** `refused`: the place that was chosen did not take it. */
  save(text: string): Promise<'saved' | 'cancelled' | 'refused'>;
  /** The content of the file; null where none was chosen. Fails with `source-unreadable` or `settings-invalid`. */
  open(): Promise<string | null>;
}

export interface TransferDeps {
  readonly settings: SettingsStore;
  readonly files: SettingsFiles;
  readonly hasSecrets: (id: DestinationId) => boolean;
  /** The settings are others now. */
  readonly changed: () => void;
}

export function createTransfer({ settings, files, hasSecrets, changed }: TransferDeps): TransferCalls {
  const held = createHeld<{ file: SettingsFile; plan: unknown }>();
  const merge = (file: SettingsFile) => mergeSettings(settings.get(), file, hasSecrets);
  return {
    async 'settings.export'() {
      return { end: await files.save(exportText(settings.get())) };
    },

    async 'settings.import'() {
      const text = await files.open();
      if (text === null) return null;
      const file = readSettingsText(text);
      const { plan } = merge(file);
      return { token: held.hold({ file, plan }), plan };
    },

    'settings.importGo'({ token, go }) {
      const waiting = held.take(token);
      if (!waiting || !go) return;
      const merged = merge(waiting.file);
      // Something changed here meanwhile: the user said yes to something else.
      if (!isDeepStrictEqual(merged.plan, waiting.plan)) throw new UploadFailure({ kind: 'cancelled' });
      settings.set(merged.settings);
      changed();
    },
  };
}
