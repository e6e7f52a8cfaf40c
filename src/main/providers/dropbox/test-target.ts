/** Dropbox's stand-in as the conformance suite has to know it. */
import { labTarget } from '../conformance-lab.ts';
import type { ConformanceTarget, FarSide } from '../conformance-target.ts';
import { keyOf } from '../own-storage.ts';
import { tamePath } from './files.ts';
import { appendBytes } from './session.ts';

export function dropboxTarget(more: Omit<ConformanceTarget, 'start'> = {}): ConformanceTarget {
  const target = labTarget('dropbox', {
    // A name that is taken costs a second request, and would use up the fault that is meant for the file.
    settings: { keyTemplate: '{random}/{filename}' },
    secrets: (key) => ({ refreshToken: key }),
    expectedName: (name) => tamePath(keyOf('{filename}', { name, at: 0 })).slice(1),
    linkPath: /^\/scl\/fi\/[a-z0-9]{20}\/[^/]+$/,
    linkQuery: /^\?rlkey=[a-z0-9]{25}&dl=1$/,
    proof: { kind: 'hash', by: 'host' },
    linkTold: { at: /create_shared_link_with_settings$/, sent: 'all' },
    notALink: [
      '{".tag":"file"}',
      '{".tag":"file","url":"https://elsewhere.example/scl/fi/x/a.bin?rlkey=y&dl=0"}',
      '{".tag":"folder","url":"https://www.dropbox.com/scl/fo/x?rlkey=y&dl=0"}',
    ],
    differs: { 'wrong-handle': { kind: 'forbidden', because: 'it names another account, which may have the file' } },
    ...more,
  });
  return { ...target, start: async () => withResetsWithin(await target.start()) };
}

/** A reset after so many bytes of a file falls into one of its requests: here, into the first that is long enough. */
function withResetsWithin<S extends { readonly standIn: FarSide }>(started: S): S {
  const { standIn } = started;
  const within: FarSide = {
    key: standIn.key,
    settings: standIn.settings,
    uploads: standIn.uploads,
    requests: standIn.requests,
    heal: () => standIn.heal(),
    fail: (fault, ...where) =>
      standIn.fail(fault.kind === 'reset' ? { ...fault, afterBytes: fault.afterBytes % appendBytes } : fault, ...where),
  };
  return { ...started, standIn: within };
}
