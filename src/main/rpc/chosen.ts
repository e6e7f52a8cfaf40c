/** What main's own dialogs chose, folders and files with secrets: the page gets a token and a name, never a path or content. */
import { randomUUID } from 'node:crypto';
import { basename, parse } from 'node:path';
import type { CallInput } from '../../shared/contract.ts';
import type { Chosen } from '../../shared/destination-setup.ts';
import { UploadFailure } from '../../shared/failure.ts';
import { providerById } from '../providers/index.ts';
import { formOf } from './forms.ts';

/** Main's dialogs; null where nothing was chosen. */
export interface ChoosingDialogs {
  folder(): Promise<string | null>;
  /** Fails with `source-unreadable`, or `too-large` above the size (bytes). */
  smallFile(mostBytes: number): Promise<{ readonly name: string; readonly content: string } | null>;
}

/** A setting or a secret of a provider. */
type Field = CallInput<'destinations.chooseFolder'>;

export interface ChosenThings {
  chooseFolder(field: Field): Promise<Chosen | null>;
  chooseFile(field: Field): Promise<Chosen | null>;
  /** The path or the content; null where nothing was chosen for that field under that token. */
  find(token: string, field: Field): string | null;
  forget(token: string): void;
}

const mostKept = 16;
const mostSecretBytes = 64 * 1024;

export function createChosen(dialogs: ChoosingDialogs): ChosenThings {
  const kept = new Map<string, Field & { readonly value: string }>();

  const keep = ({ provider, field }: Field, name: string, value: string): Chosen => {
    const token = randomUUID();
    kept.set(token, { provider, field, value });
    for (const oldest of kept.keys()) {
      if (kept.size <= mostKept) break;
      kept.delete(oldest);
    }
    return { token, name };
  };

  return {
    async chooseFolder(field) {
      const form = formOf(providerOf(field));
      if (!form.some(({ name, kind }) => name === field.field && kind === 'folder')) throw invalid('field');
      const path = await dialogs.folder();
      return path === null ? null : keep(field, folderName(path), path);
    },
    async chooseFile(field) {
      const secret = providerOf(field).secretFields.find(({ name }) => name === field.field);
      if (!secret?.multiline) throw invalid('field');
      const file = await dialogs.smallFile(mostSecretBytes);
      if (file === null) return null;
      if (file.content.trim() === '') throw new UploadFailure({ kind: 'source-unreadable', why: 'read-error' });
      return keep(field, file.name, file.content);
    },
    find(token, { provider, field }) {
      const found = kept.get(token);
      return found?.provider === provider && found.field === field ? found.value : null;
    },
    forget: (token) => void kept.delete(token),
  };
}

/** The folder's own name, all that the page learns of it; of a disk's top, that top. */
export function folderName(path: string): string {
  return basename(path) || parse(path).root;
}

function providerOf({ provider }: Field) {
  const found = providerById(provider);
  if (!found) throw invalid('provider');
  return found;
}

function invalid(field: string): UploadFailure {
  return new UploadFailure({ kind: 'settings-invalid', field });
}
