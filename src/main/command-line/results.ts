/** Prints what became of the files, in the order in which they were given, as soon as all before one are known. */
import type { UploadId } from '../../shared/ids.ts';
import { formatLink, type LinkStyle } from '../../shared/link-format.ts';
import type { AttemptView, ReceiptView, State } from '../../shared/model.ts';
import { type Redact, redactWithin } from '../net/redaction.ts';
import { linkFacts } from '../store/link-facts.ts';
import type { UploadReader } from '../store/upload-reader.ts';
import { shownId } from './config.ts';
import type { Listener } from './follow.ts';
import type { Job } from './job-list.ts';
import type { Output } from './output.ts';

export interface ResultsDeps {
  readonly jobs: Iterable<Job>;
  readonly json: boolean;
  readonly style: LinkStyle;
  readonly output: Output;
  readonly reader: Pick<UploadReader, 'ledger' | 'view' | 'link' | 'sha256'>;
}

export function createResults({ jobs, json, style, output, reader }: ResultsDeps): Listener {
  const inOrder = [...jobs];
  const written = (id: UploadId): string | undefined => {
    const [facts] = linkFacts(reader, [id]);
    return facts && formatLink(style, { ...facts, name: output.redact(facts.name) });
  };
  let next = 0;
  return {
    changed() {
      for (let job = inOrder[next]; job?.settled; job = inOrder[next]) {
        next += 1;
        // Its provider gave it away: a signed link names the key's id, and would not open without.
        const link = job.view?.receipt?.link;
        const redact: Redact = (text) => (text === link ? text : output.redact(text));
        const data = json ? JSON.stringify(redactWithin(asData(job, reader.ledger(job.id)), redact)) : written(job.id);
        if (data !== undefined) output.print(data, { asItIs: true });
      }
    },
  };
}

/** One line of `--json`. Times are epoch ms; `sentence` tells why there is no link. */
function asData({ given, title, view, sentence }: Job, ledger: readonly AttemptView[]) {
  return {
    name: view?.name ?? title,
    path: given,
    size: view?.size ?? null,
    state: view ? shownState(view.state) : null,
    receipt: view?.receipt ? shownReceipt(view.receipt) : null,
    sentence,
    ledger: ledger.map((attempt) => ({ ...attempt, destinationId: shownId(attempt.destinationId) })),
  };
}

function shownReceipt(receipt: ReceiptView) {
  return { ...receipt, destinationId: shownId(receipt.destinationId) };
}

function shownState(state: State) {
  return 'at' in state && state.at !== null ? { ...state, at: shownId(state.at) } : state;
}
