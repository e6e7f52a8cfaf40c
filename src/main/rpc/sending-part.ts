/** What the window does before files are on their way, joined: hand-in, folders, destinations to choose from, names. */

import { appVersion } from '../../shared/app.ts';
import type { IntakeAnswer } from '../../shared/contract.ts';
import { UploadFailure } from '../../shared/failure.ts';
import type { BatchId, DestinationId, UploadId } from '../../shared/ids.ts';
import { uploadReportText } from '../../shared/messages/upload-report.ts';
import type { PackingView } from '../../shared/sending.ts';
import type { Parts } from '../parts.ts';
import type { Send } from './feed.ts';
import type { Handlers, Setup } from './handlers.ts';
import { createIntake, type Intake } from './intake.ts';
import { createPacking } from './packing.ts';
import { createStopOffers } from './stop-offers.ts';

export type SendingCalls = Pick<
  Handlers,
  | 'intake.files'
  | 'intake.confirm'
  | 'intake.confirmStop'
  | 'intake.confirmFolders'
  | 'packing.cancel'
  | 'stops.offered'
  | 'uploads.sendTo'
  | 'uploads.rename'
  | 'uploads.copyReport'
>;

export interface SendingPartDeps {
  readonly parts: {
    readonly engine: Pick<Parts['engine'], 'submit' | 'restart' | 'rename'>;
    readonly reader: Pick<Parts['reader'], 'job' | 'view' | 'ledger'>;
    readonly destinations: Pick<Parts['destinations'], 'find' | 'chain'>;
    readonly spool: Pick<Parts['spool'], 'keep' | 'discard'>;
  };
  readonly setup: Pick<Setup, 'chain' | 'granted' | 'thisComputer' | 'view'>;
  /** A batch was queued. */
  readonly arrived: (batch: BatchId) => void;
  /** Shows what became of files that took a while. */
  readonly answer: (answer: IntakeAnswer) => void;
  readonly send: Send;
  /** Blackens a destination's secrets. */
  readonly redaction: (id: DestinationId) => Promise<(text: string) => string>;
  /** True once the clipboard holds the text. */
  readonly copy: (text: string) => Promise<boolean>;
  readonly report: (error: unknown) => void;
}

export interface SendingPart extends Disposable {
  readonly intake: Intake;
  readonly calls: SendingCalls;
  readonly packings: () => PackingView[];
}

export function createSendingPart(deps: SendingPartDeps): SendingPart {
  const { parts, setup, arrived, answer, send, report } = deps;
  const { engine, reader, destinations, spool } = parts;
  const packing = createPacking({ spool, changed: (packings) => send('packing.changed', packings) });
  const intake = createIntake({ engine, chain: setup.chain, arrived, packing, answer, report });
  const stops = createStopOffers({
    setup,
    everywhere: () => [...destinations.chain('own'), ...destinations.chain('public')],
    find: destinations.find,
    intake,
    reader,
    engine,
  });

  async function copyReport(id: UploadId): Promise<boolean> {
    const upload = reader.view(id);
    if (!upload) return false;
    const attempts = reader.ledger(id);
    const redactions = await Promise.all([...new Set(attempts.map((each) => each.destinationId))].map(deps.redaction));
    const redact = (text: string): string => redactions.reduce((redacted, each) => each(redacted), text);
    const { known } = setup.view();
    return deps.copy(uploadReportText({ upload, attempts, destinations: known, appVersion, now: Date.now() }, redact));
  }

  return {
    intake,
    packings: packing.views,
    calls: {
      'intake.files': ({ files, from, where, pick = false }) => {
        const paths = files.flatMap((file) => ('path' in file ? [file.path] : []));
        const pathless = files.flatMap((file) => ('pathlessName' in file ? [file.pathlessName] : []));
        if (paths.length === 0) throw new UploadFailure({ kind: 'source-unreadable', why: 'no-path' });
        return intake.offer({ paths, pathless, from, pick, ...(where && { where }) });
      },
      'intake.confirm': ({ token, go }) => intake.confirm(token, go),
      'intake.confirmStop': ({ token, where }) => intake.confirmStop(token, where),
      'intake.confirmFolders': ({ token, as }) => intake.confirmFolders(token, as),
      'packing.cancel': ({ token }) => packing.cancel(token),
      'stops.offered': ({ of, keepAtLeastMs }) => stops.offered(of, keepAtLeastMs),
      'uploads.sendTo': ({ id, to }) => stops.sendTo(id, to),
      'uploads.copyReport': async ({ id }) => ({ copied: await copyReport(id) }),
      'uploads.rename': async ({ id, name }) => ({ problem: await engine.rename(id, name) }),
    },
    [Symbol.dispose]: () => packing[Symbol.dispose](),
  };
}
