/** English: the check of a destination, step by step. */
import type { CheckStepName, SkipReason } from '../../check.ts';

export const check = {
  steps: {
    settings: 'settings',
    dns: 'name',
    proxy: 'way',
    tls: 'secure connection',
    clock: 'clock',
    credentials: 'key',
    put: 'upload',
    'read-back': 'link',
    delete: 'clean-up',
  } satisfies Record<CheckStepName, string>,
  states: { ok: 'ok', failed: 'failed', skipped: 'skipped' },

  settingsOk: 'Complete.',
  addresses: (host: string, addresses: string) => `${host} is at ${addresses}.`,
  straight: (host: string) => `Straight to ${host}.`,
  through: (host: string, proxy: string) => `To ${host} through the proxy ${proxy}.`,
  certificate: (host: string, issuer: string | null, until: string | null) =>
    `${host} shows a certificate${issuer === null ? '' : ` of ${issuer}`}${until === null ? '' : `, valid until ${until}`}.`,
  clockRight: 'The clock of this computer is right.',
  credentialsOk: 'Accepted.',
  sent: (bytes: string) => `A file of ${bytes} went out.`,
  proofs: {
    hash: 'The link holds the file, its hash is right.',
    size: 'The link holds the file, its size is right.',
    reachable: 'The link opens.',
    unverified: 'The link was not asked.',
  },
  deleted: 'The file was deleted.',

  skipped: {
    'not-reached': 'Not reached.',
    cancelled: 'Stopped before.',
    'no-server': 'There is no server to reach.',
    'literal-address': 'The server is set by its address.',
    'proxy-resolves': 'The proxy looks names up.',
    'plain-http': 'The server is asked over plain http.',
    'not-http': 'The server speaks something else than http.',
    'no-date': 'The server names no time.',
    'no-credentials': 'No key is used.',
    'no-question': 'The host can not be asked; the upload shows it.',
    'used-up-by-asking': 'A download may use the link up.',
    'not-checkable': 'The link leads to a private address.',
    'not-deletable': 'The host does not let us delete it.',
  } satisfies Record<SkipReason, string>,

  linkClosed: 'The link does not open from here.',
  notDeleted: (sentence: string) => `The file could not be deleted. ${sentence}`,
  because: (sentence: string, detail: string) => `${sentence} (${detail})`,

  left: {
    until: (size: string, when: string) => `The file of ${size} stays there until ${when}.`,
    kept: (size: string, retention: string) => `The file of ${size} stays there (${retention}).`,
    perhaps: (size: string) => `A file of ${size} may have been left there.`,
  },

  verdicts: { fine: 'Works.', stopped: 'Stopped.' },
  failedAt: (step: string) => `Failed: ${step}.`,
  report: {
    title: (version: string) => `Droprelay ${version}, check of a destination`,
    destination: (label: string, provider: string) => `${label} (${provider})`,
    milliseconds: (ms: number) => `${ms} ms`,
  },
};

export type CheckWords = typeof check;
