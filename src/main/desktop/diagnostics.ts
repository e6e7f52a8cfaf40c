/** What the program can say about itself and this computer, for the Settings view and for a report that can be shown to others. */
import { stat } from 'node:fs/promises';
import { release } from 'node:os';
import { inspect } from 'node:util';
import { appVersion } from '../../shared/app.ts';
import type { Diagnostics } from '../../shared/data-calls.ts';
import type { DestinationView, Sealing } from '../../shared/model.ts';
import type { Handlers } from '../rpc/handlers.ts';

/** What broke last, newest last, kept in memory. */
export interface Troubles {
  /** Takes what broke, and hands it on. */
  report(error: unknown): void;
  all(): readonly { readonly at: number; readonly text: string }[];
}

const mostTroubles = 20;
const mostLetters = 2_000;

/** @param clock epoch ms */
export function rememberTroubles(report: (error: unknown) => void, clock: () => number): Troubles {
  const kept: { at: number; text: string }[] = [];
  return {
    report(error) {
      kept.push({ at: clock(), text: beginningOf(typeof error === 'string' ? error : inspect(error)) });
      if (kept.length > mostTroubles) kept.shift();
      report(error);
    },
    all: () => [...kept],
  };
}

/** What is cut ends with a whole line, or else a word: half of a secret would not be known as one. */
function beginningOf(text: string): string {
  if (text.length <= mostLetters) return text;
  const start = text.slice(0, mostLetters);
  const line = start.lastIndexOf('\n');
  return start.slice(0, (line >= 0 ? line : start.lastIndexOf(' ')) + 1);
}

export interface DiagnosticsDeps {
  readonly versions: NodeJS.ProcessVersions;
  readonly env: NodeJS.ProcessEnv;
  readonly clipboard: Diagnostics['clipboard'];
  /** What the desktop shows of us, now. */
  readonly presence: () => Promise<Pick<Diagnostics, 'tray' | 'notifications'>>;
  /** How each secret is kept. */
  readonly sealings: () => readonly Sealing[];
  readonly proxy: () => Diagnostics['proxy'];
  /** The history's file, and how many uploads are in it. */
  readonly history: { readonly file: string; readonly version: number; uploads(): number };
  readonly chain: () => readonly DestinationView[];
  readonly troubles: Pick<Troubles, 'all'>;
  /** Takes out of a text what tells about the user. */
  readonly redaction: () => Promise<(text: string) => string>;
  /** True once the clipboard holds the text. */
  readonly copy: (text: string) => Promise<boolean>;
}

export type DiagnosticsCalls = Pick<Handlers, 'diagnostics.view' | 'diagnostics.copy'>;

export function createDiagnostics(deps: DiagnosticsDeps): DiagnosticsCalls {
  const view = async (): Promise<Diagnostics> => ({
    app: appVersion,
    electron: deps.versions.electron ?? '',
    chromium: deps.versions.chrome ?? '',
    node: deps.versions.node,
    system: `${process.platform} ${release()} ${process.arch}`,
    session: sessionOf(deps.env),
    clipboard: deps.clipboard,
    ...(await deps.presence()),
    keyStore: keyStoreOf(deps.sealings()),
    proxy: deps.proxy(),
    history: {
      version: deps.history.version,
      uploads: deps.history.uploads(),
      bytes: await stat(deps.history.file).then(
        ({ size }) => size,
        () => 0,
      ),
    },
  });
  return {
    'diagnostics.view': view,
    async 'diagnostics.copy'() {
      const redact = await deps.redaction();
      const text = reportText(await view(), deps.chain(), deps.troubles.all(), redact);
      return { copied: await deps.copy(text) };
    },
  };
}

/** For whoever looks for a defect, in whatever language the program speaks: English. Labels are the user's, and left out. */
export function reportText(
  facts: Diagnostics,
  chain: readonly DestinationView[],
  troubles: ReturnType<Troubles['all']>,
  redact: (text: string) => string,
): string {
  const { app, electron, chromium, node, system, session, history } = facts;
  const lines = [
    `Droprelay ${app}, Electron ${electron}, Chromium ${chromium}, Node ${node}`,
    `System: ${[system, session].filter(Boolean).join(', ')}`,
    `Clipboard: ${facts.clipboard}. Tray: ${facts.tray}. Notifications: ${facts.notifications}.`,
    `Secrets: ${facts.keyStore}. Proxy: ${facts.proxy}.`,
    `History: version ${history.version}, ${history.uploads} uploads, ${history.bytes} bytes`,
    'Destinations:',
    ...chain.map(({ provider, health }, at) => `  ${at + 1} ${provider}: ${health.state}${lastFailure(health)}`),
    'What broke last:',
    ...(troubles.length === 0 ? ['  nothing'] : []),
    ...troubles.flatMap(({ at, text }) => [
      `  ${new Date(at).toISOString()}`,
      ...text.split('\n').map((line) => `    ${line}`),
    ]),
  ];
  return `${lines.map(redact).join('\n')}\n`;
}

function lastFailure({ lastFailure: last }: DestinationView['health']): string {
  return last ? `, last failure ${last.failure.kind}` : '';
}

/** `x11, GNOME`: what the session calls itself, as far as these are words. */
function sessionOf({ XDG_SESSION_TYPE = '', XDG_CURRENT_DESKTOP = '' }: NodeJS.ProcessEnv): string {
  return [XDG_SESSION_TYPE, XDG_CURRENT_DESKTOP].filter((word) => /^[\w:. -]{1,60}$/.test(word)).join(' ');
}

/** The weakest of what is kept. */
function keyStoreOf(sealings: readonly Sealing[]): Diagnostics['keyStore'] {
  if (sealings.includes('kept-for-run')) return 'not-sealed';
  if (sealings.includes('weak')) return 'weak';
  return sealings.includes('sealed') ? 'sealed' : 'unknown';
}
