/** For tests of a provider alone: services that fail whoever asks them, and an upload that nobody watches. */
import type { Services, UploadRun } from './provider.ts';

const unused = () => Promise.reject(new Error('a service that this test has no use for was asked'));

export const unusedServices: Services = {
  net: { request: unused, connect: unused, close: () => Promise.resolve() },
  clock: () => 0,
  shareServer: { share: unused, stop: () => undefined },
  hash: unused,
};

export const unwatchedRun: UploadRun = {
  uploadId: 'u',
  signal: new AbortController().signal,
  onProgress: () => {},
  checkpoint: () => {},
  resumeFrom: null,
};
