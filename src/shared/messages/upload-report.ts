/** The story of an upload as text that can be shown to strangers: no secret, no path, no link, not even the file's name. */
import type { AttemptView, DestinationView, UploadView } from '../model.ts';
import { attemptLine } from './attempt-line.ts';
import { hostOnly } from './check-report.ts';
import { formatBytes, formatElapsed } from './format.ts';
import { plainName } from './plain-name.ts';
import { stateLine } from './state-line.ts';
import { spoken, type Tongue } from './tongue.ts';

export interface UploadReport {
  readonly upload: UploadView;
  readonly attempts: readonly AttemptView[];
  readonly destinations: readonly DestinationView[];
  readonly appVersion: string;
  /** Epoch ms. */
  readonly now: number;
}

/** @param redact blackens secrets, wherever they turned up */
export function uploadReportText(
  { upload, attempts, destinations, appVersion, now }: UploadReport,
  redact: (text: string) => string,
  tongue: Tongue = spoken(),
): string {
  const say = tongue.words.sending.report;
  const size = upload.size === null ? say.unknownSize : formatBytes(upload.size, tongue);
  const lines = [
    say.title(appVersion),
    new Date(now).toISOString(),
    say.file(upload.mime, size),
    say.state(withoutName(stateLine(upload, destinations, now, tongue), upload.name)),
    '',
    ...(attempts.length === 0
      ? [say.nothing]
      : attempts.flatMap((each, at) => story(each, at === attempts.length - 1))),
  ];
  return `${lines.map((line) => plainName(hostOnly(redact(line)))).join('\n')}\n`;

  function story(attempt: AttemptView, last: boolean): string[] {
    const { title, outcome, next } = attemptLine(attempt, { pending: last }, tongue);
    const { startedAt, endedAt } = attempt;
    const took = endedAt === null ? [] : [formatElapsed(endedAt - startedAt, tongue)];
    const head = [new Date(startedAt).toISOString(), title, ...took].join('  ');
    return [head, `  ${withoutName(outcome, upload.name)}`, ...(next === null ? [] : [`  ${next}`])];
  }
}

/** A host may repeat it, such as where the name is taken. */
function withoutName(text: string, name: string): string {
  return name === '' ? text : text.replaceAll(plainName(name), '…').replaceAll(encodeURIComponent(name), '…');
}
