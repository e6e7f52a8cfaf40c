/** What tests of the guard's rules share: an engine that has the usual ones, and one file at a time on its way. */
import type { UploadId } from '../../shared/ids.ts';
import type { LocationRemoval } from '../../shared/preferences.ts';
import type { Submission } from './engine.ts';
import type { HostOptions } from './test-host.ts';
import { createRig, type Rig } from './test-rig.ts';

export interface Rules {
  removeLocation: LocationRemoval;
  askForSecretFiles: boolean;
}

/** A rig with the usual rules, which the test may change on the way. */
export function guardedRig(hosts: Readonly<Record<string, HostOptions>>, removeLocation: LocationRemoval = 'public') {
  const rules: Rules = { removeLocation, askForSecretFiles: true };
  return { rules, rig: createRig({ hosts, guardRules: () => rules }) };
}

export function submit(rig: Rig, path: string, more: Partial<Submission> = {}): UploadId {
  const [id] = rig.submit([path], more);
  if (!id) throw new Error('no upload');
  return id;
}

export async function send(rig: Rig, path: string, more: Partial<Submission> = {}): Promise<UploadId> {
  const id = submit(rig, path, more);
  await rig.engine.idle();
  return id;
}

/** Storage of the user's own. */
export const own: HostOptions = { traits: { scope: 'account' } };
