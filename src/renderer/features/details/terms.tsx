/** Who can open the link, until when, who checked it, and how often this computer's share was downloaded. */
import type { ReactNode } from 'react';
import { deletionReason, formatLeft, formatMoment } from '../../../shared/messages/index.ts';
import type { Proof, ReceiptView, UploadView } from '../../../shared/model.ts';
import { isSetUp } from '../../state/conditions.ts';
import { useMinutes } from '../../state/now.ts';
import { useStore } from '../../state/store.ts';
import { audience, guardWords, tongue, words } from '../../ui/words.ts';

export function Terms({ upload: { receipt, location } }: { upload: UploadView }) {
  const now = useMinutes();
  if (receipt === null) return null;
  const say = words.details;
  return (
    <dl>
      <Term name={say.who}>{whoCanOpen(receipt)}</Term>
      <Term name={say.until}>
        <Until receipt={receipt} now={now} />
      </Term>
      <Term name={say.checked}>{checked(receipt.proof)}</Term>
      {location && <Term name={guardWords.location}>{guardWords.locationIs[location]}</Term>}
      <DeletionTerm receipt={receipt} now={now} />
      {receipt.share && <Term name={say.downloads}>{say.downloadCount(receipt.share.downloads)}</Term>}
    </dl>
  );
}

function Term({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function whoCanOpen({ scope, share, deletion }: ReceiptView): string {
  if (deletion.kind === 'deleted') return tongue.words.deletion.nobody;
  if (share) return audience[share.reach];
  return scope === 'account' ? audience.account : audience.public;
}

function Until({ receipt, now }: { receipt: ReceiptView; now: number }) {
  const say = words.details;
  const { deletion } = receipt;
  if (deletion.kind === 'deleted') return tongue.words.deletion.ended(formatMoment(deletion.at, now, tongue));
  if (receipt.share?.stopped) return say.stopped;
  if (receipt.expiresAt === null) return receipt.share ? say.whileShared : say.noEnd;
  const left = receipt.expiresAt - now;
  return (
    <>
      {formatMoment(receipt.expiresAt, now, tongue)}{' '}
      <span className={left < 3_600_000 ? 'quiet soon' : 'quiet'}>
        · {left > 0 ? say.timeLeft(formatLeft(left, tongue)) : say.itIsGone}
      </span>
    </>
  );
}

/** Why it can not be deleted at its host, or is not yet; nothing is said where it can. */
function DeletionTerm({ receipt, now }: { receipt: ReceiptView; now: number }) {
  const here = useStore(({ settings }) => settings === null || isSetUp(receipt, settings.setups));
  const ended = receipt.expiresAt !== null && receipt.expiresAt <= now;
  const text = ended ? null : deletionTerm(receipt, here);
  return text === null ? null : <Term name={tongue.words.deletion.term}>{text}</Term>;
}

function deletionTerm({ deletion, destinationLabel: at }: ReceiptView, here: boolean): string | null {
  const say = tongue.words.deletion;
  switch (deletion.kind) {
    case 'impossible':
      return say.impossible(at);
    case 'possible':
      return here ? null : say.notSetUp(at);
    case 'unconfirmed':
      return here ? say.notConfirmed(deletionReason(deletion.failure, at, tongue)) : say.notSetUp(at);
    case 'asked':
    case 'deleted':
    case 'elsewhere':
      return null;
  }
}

function checked(proof: Proof): string {
  const say = words.details.checks;
  switch (proof.kind) {
    case 'hash':
      return proof.by === 'link' ? say.hash : say.hashByHost;
    case 'size':
      return proof.by === 'link' ? say.size : say.sizeByHost;
    case 'reachable':
      return say.reachable;
    case 'unverified':
      return { unreachable: say.unreachable, 'not-checkable': say.notCheckable, 'not-asked': say.notAsked }[proof.why];
  }
}
