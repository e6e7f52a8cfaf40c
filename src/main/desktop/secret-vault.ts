/** The secrets of destinations, sealed by the system's key store in files of the data folder. */
import { safeStorage } from 'electron';
import { openSecretFiles } from '../store/secret-files.ts';
import { createSecretKeeper, type SecretKeeper } from '../store/secret-keeper.ts';
import { createSealer } from './sealer.ts';

export interface SecretVaultDeps {
  /** Where the files are; made when the first secret is stored. */
  readonly folder: string;
  readonly report: (error: unknown) => void;
  /** The key store opened after somebody was told that it did not. */
  readonly openedLate: () => void;
}

/** To be called when Electron is ready; nothing is asked of the key store before the first secret is. */
export function openSecretVault({ folder, report, openedLate }: SecretVaultDeps): SecretKeeper & Disposable {
  const sealer = createSealer({ storage: safeStorage, platform: process.platform, openedLate });
  const keeper = createSecretKeeper({ files: openSecretFiles(folder, report), sealer, report });
  return { ...keeper, [Symbol.dispose]: sealer[Symbol.dispose] };
}
