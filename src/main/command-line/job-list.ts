/** The uploads of one run, in the order in which they were given, and what is known of each. */
import { basename, relative, resolve, sep } from 'node:path';
import type { UploadId } from '../../shared/ids.ts';
import { plainName } from '../../shared/messages/index.ts';
import type { UploadView } from '../../shared/model.ts';
import { expandPaths, type IntakeFile } from '../engine/intake.ts';
import { standardInput } from './arguments.ts';

/** A file to send, and the path by which its giver knows it. */
export interface GivenFile {
  readonly file: IntakeFile;
  readonly given: string;
}

export interface Job {
  readonly id: UploadId;
  /** The path as it was given; for a file in a folder, that folder's path and the rest. */
  readonly given: string;
  /** How it is called on standard error: its path as given, made harmless. */
  readonly title: string;
  /** As the store had it last; null before it was first read. */
  view: UploadView | null;
  /** Payload bytes that left in the present attempt. */
  sentBytes: number;
  /** Nothing happens to it any more. */
  settled: boolean;
  /** Why it has no link, once that is settled. */
  sentence: string | null;
}

/**
 * The files behind the paths, in order.
 *
 * @param folder what relative paths are meant against
 * @param input the file that stands for standard input, where it was asked for
 */
export async function givenFiles(
  paths: readonly string[],
  folder: string,
  input: IntakeFile | null,
): Promise<GivenFile[]> {
  const files: GivenFile[] = [];
  for (const given of paths) {
    if (given === standardInput && input) {
      files.push({ file: input, given });
      continue;
    }
    const top = resolve(folder, given);
    for (const file of await expandPaths([top])) files.push({ file, given: pathAsGiven(file, top, given) });
  }
  return files;
}

function pathAsGiven(file: IntakeFile, top: string, given: string): string {
  const below = file.kind === 'path' ? relative(top, file.path) : '';
  return below === '' ? given : `${given}${given.endsWith(sep) ? '' : sep}${below}`;
}

export function createJobs(ids: readonly UploadId[], files: readonly GivenFile[]): Map<UploadId, Job> {
  const jobs = ids.map((id, index): [UploadId, Job] => {
    const { file, given } = files[index] ?? { file: null, given: '' };
    const title = plainName(given === standardInput ? (file?.name ?? given) : given || basename(given));
    return [id, { id, given, title, view: null, sentBytes: 0, settled: false, sentence: null }];
  });
  return new Map(jobs);
}
