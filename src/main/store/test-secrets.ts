/** A key store for tests: what it seals is turned round behind its mark. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UploadFailure } from '../../shared/failure.ts';
import { DestinationId } from '../../shared/ids.ts';
import { openSecretFiles, type SecretFiles } from './secret-files.ts';
import { createSecretKeeper, type Sealer, type SecretKeeper } from './secret-keeper.ts';
import type { SecretPlace } from './secrets.ts';

export const userhash: SecretPlace = {
  destination: DestinationId.parse('catbox'),
  provider: 'catbox',
  field: 'userhash',
};

export interface TestKeyStore extends Sealer {
  /** `v11` seals, `v10` is weak; null does not open. */
  mark: 'v11' | 'v10' | null;
  /** Holds up whoever seals or opens, until it is called. */
  hold(): () => void;
}

export function createKeyStore(mark: TestKeyStore['mark'] = 'v11'): TestKeyStore {
  let held = Promise.resolve();
  const turned = (text: string): string => [...text].reverse().join('');
  const locked = () => new UploadFailure({ kind: 'secret-unavailable', why: 'locked' });
  return {
    mark,
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
    async seal(value) {
      const { mark: own } = this;
      await held;
      if (own === null) throw locked();
      return Buffer.from(own + turned(value));
    },
    async open(sealed) {
      const text = sealed.toString();
      await held;
      if (this.mark === null) throw locked();
      if (!/^v1[01]/.test(text)) throw new UploadFailure({ kind: 'secret-unavailable', why: 'unreadable' });
      return turned(text.slice(3));
    },
    proofOf: (head) => (head === 'v11' ? 'sealed' : 'weak'),
  };
}

export interface TestSecrets extends Disposable {
  readonly folder: string;
  readonly files: SecretFiles;
  readonly keyStore: TestKeyStore;
  readonly keeper: SecretKeeper;
  readonly reports: unknown[];
  /** Another program's run on the same folder. */
  restart(): SecretKeeper;
}

export function createTestSecrets(mark?: TestKeyStore['mark']): TestSecrets {
  const parent = mkdtempSync(join(tmpdir(), 'droprelay-secrets-'));
  const folder = join(parent, 'secrets');
  const reports: unknown[] = [];
  const report = (error: unknown): void => void reports.push(error);
  const keyStore = createKeyStore(mark);
  const files = openSecretFiles(folder, report);
  return {
    folder,
    files,
    keyStore,
    reports,
    keeper: createSecretKeeper({ files, sealer: keyStore, report }),
    restart: () => createSecretKeeper({ files: openSecretFiles(folder, report), sealer: keyStore, report }),
    [Symbol.dispose]: () => rmSync(parent, { recursive: true, force: true }),
  };
}
