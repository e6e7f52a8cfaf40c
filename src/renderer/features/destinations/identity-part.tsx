/** Who the server is: the user looks at what it shows, compares it, and trusts it once. */
import { CircleAlert, ShieldCheck } from 'lucide-react';
import { useId } from 'react';
import type { DestinationSheet } from '../../../shared/destination-setup.ts';
import { askIdentity, trustIdentity } from '../../state/account-requests.ts';
import { useStore } from '../../state/store.ts';
import { destinationWords } from '../../ui/words.ts';
import './own-storage.css';
import type { SheetForm } from './use-sheet.ts';

interface Props {
  sheet: DestinationSheet | null;
  form: SheetForm;
}

export function IdentityPart({ sheet, form }: Props) {
  const id = useId();
  const say = destinationWords.identity;
  const look = useStore((state) => (sheet ? state.looks[sheet.id] : undefined));
  const pinned = sheet?.identity ?? '';
  const ask = async () => {
    const saved = form.isDirty ? await form.save() : (sheet?.id ?? null);
    if (saved !== null) await askIdentity(saved);
  };
  const label =
    sheet === null ? say.addAndLook : form.isDirty ? say.saveAndLook : pinned === '' ? say.look : say.lookAgain;
  const isAsking = look?.state === 'asking';
  return (
    <section className="own-part" aria-labelledby={id}>
      <h3 id={id}>{say.title}</h3>
      {sheet && look?.state === 'shown' && look.shown !== pinned ? (
        <Shown sheet={sheet} shown={look.shown} pinned={pinned} token={look.token} />
      ) : (
        <>
          {pinned === '' ? (
            <p className="quiet">{say.first}</p>
          ) : (
            <>
              <span className="state" role="status">
                <ShieldCheck className="i" aria-hidden />
                {look?.state === 'shown' ? say.same : say.confirmed}
              </span>
              <code>{pinned}</code>
            </>
          )}
          <button
            type="button"
            className={pinned === '' ? 'btn small soft' : 'btn small'}
            disabled={isAsking}
            onClick={() => void ask()}
          >
            {isAsking ? say.looking : label}
          </button>
        </>
      )}
      {look?.state === 'failed' && (
        <p className="line bad" role="alert">
          <CircleAlert className="i" aria-hidden />
          {look.sentence}
        </p>
      )}
    </section>
  );
}

interface ShownProps {
  sheet: DestinationSheet;
  shown: string;
  /** '' where nothing was agreed to yet. */
  pinned: string;
  token: string;
}

function Shown({ sheet, shown, pinned, token }: ShownProps) {
  const say = destinationWords.identity;
  const putLook = useStore((state) => state.putLook);
  const isChanged = pinned !== '';
  return (
    <>
      {isChanged && (
        <p className="line bad" role="alert">
          <CircleAlert className="i" aria-hidden />
          {say.changed}
        </p>
      )}
      <dl className="fingerprints">
        {isChanged && (
          <div>
            <dt className="quiet">{say.before}</dt>
            <dd>
              <code>{pinned}</code>
            </dd>
          </div>
        )}
        <div>
          <dt className="quiet">{isChanged ? say.now : say.shown}</dt>
          <dd>
            <code>{shown}</code>
          </dd>
        </div>
      </dl>
      <p className="quiet">{say.compare}</p>
      <code>{say.command}</code>
      <div className="part-row">
        <button
          type="button"
          className={isChanged ? 'btn small' : 'btn small main'}
          onClick={() => void trustIdentity(sheet.id, token)}
        >
          {isChanged ? say.trustNew : say.trust}
        </button>
        <button type="button" className="btn small bare" onClick={() => putLook(sheet.id, null)}>
          {say.cancel}
        </button>
      </div>
    </>
  );
}
