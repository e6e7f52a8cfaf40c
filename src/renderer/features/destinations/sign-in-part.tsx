/** Signing in with the browser: open its page, paste the code, done; or signed in already. */
import { Check, CircleAlert } from 'lucide-react';
import { useId, useState } from 'react';
import type { DestinationSheet, ProviderView } from '../../../shared/destination-setup.ts';
import type { DestinationId } from '../../../shared/ids.ts';
import { plainName } from '../../../shared/messages/index.ts';
import { beginSignIn, finishSignIn, signOut } from '../../state/account-requests.ts';
import { storeWeakly } from '../../state/destination-requests.ts';
import { useStore } from '../../state/store.ts';
import { describedBy, Field } from '../../ui/field.tsx';
import { destinationWords } from '../../ui/words.ts';
import './own-storage.css';
import type { SheetForm } from './use-sheet.ts';

interface Props {
  sheet: DestinationSheet | null;
  provider: ProviderView;
  form: SheetForm;
}

export function SignInPart({ sheet, provider, form }: Props) {
  const id = useId();
  const say = destinationWords.signIn;
  const signIn = useStore((state) => (sheet ? state.signIns[sheet.id] : undefined));
  const unsealed = useStore((state) => state.unsealed);
  const isIn =
    sheet !== null && sheet.missingSecret === null && sheet.secrets.some(({ sealing }) => sealing !== 'none');
  const needs = signIn?.state === 'failed' ? provider.form.find(({ name }) => name === signIn.field)?.title : undefined;
  const begin = async () => {
    const saved = form.isDirty ? await form.save() : (sheet?.id ?? null);
    if (saved !== null) await beginSignIn(saved);
  };
  const label = sheet === null ? say.addAndBegin : form.isDirty ? say.saveAndBegin : isIn ? say.again : say.begin;
  return (
    <section className="own-part" aria-labelledby={id}>
      <h3 id={id}>{say.title}</h3>
      {sheet && signIn?.state === 'code' ? (
        <CodeForm id={sheet.id} label={plainName(sheet.label)} host={signIn.host} page={signIn.page} />
      ) : (
        <div className="part-row">
          {isIn ? (
            <span className="state grow" role="status">
              <Check className="i" aria-hidden />
              {say.in}
            </span>
          ) : (
            <span className="quiet grow">{say.out}</span>
          )}
          <button
            type="button"
            className={isIn ? 'btn small' : 'btn small soft'}
            disabled={signIn?.state === 'asking'}
            onClick={() => void begin()}
          >
            {label}
          </button>
          {isIn && (
            <button type="button" className="btn small bare" onClick={() => void signOut(sheet)}>
              {say.signOut}
            </button>
          )}
        </div>
      )}
      {signIn?.state === 'failed' && <Problem text={needs === undefined ? signIn.sentence : say.needs(needs)} />}
      {sheet && isIn && unsealed.length > 0 && (
        <div className="not-sealed" role="status">
          <p className="quiet">{destinationWords.secrets.notSealed}</p>
          <button type="button" className="btn small" onClick={() => void storeWeakly(sheet.id, unsealed)}>
            {destinationWords.secrets.storeWeak}
          </button>
        </div>
      )}
    </section>
  );
}

interface CodeFormProps {
  id: DestinationId;
  label: string;
  host: string;
  page: 'opened' | 'copied' | 'none';
}

function CodeForm({ id, label, host, page }: CodeFormProps) {
  const say = destinationWords.signIn;
  const field = useId();
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  const putSignIn = useStore((state) => state.putSignIn);
  const finish = async () => {
    if (code.trim() === '' || isAsking) return;
    setAsking(true);
    const wrong = await finishSignIn(id, label, code);
    setAsking(false);
    setProblem(wrong);
  };
  return (
    <>
      <p className="quiet" role="status">
        {say[page](host)}
      </p>
      <Field id={field} title={say.code} help="" problem={problem} className="wide">
        <div className="part-row">
          <input
            id={field}
            className="input grow"
            type="text"
            autoComplete="off"
            spellCheck={false}
            // biome-ignore lint/a11y/noAutofocus: the user comes back from the browser to paste it here.
            autoFocus
            value={code}
            aria-invalid={problem !== null}
            aria-describedby={describedBy(field, '', problem)}
            onChange={(event) => {
              setCode(event.target.value);
              setProblem(null);
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              // It is not the whole form that is to be saved.
              event.preventDefault();
              void finish();
            }}
          />
          <button
            type="button"
            className="btn main"
            disabled={isAsking || code.trim() === ''}
            onClick={() => void finish()}
          >
            {say.finish}
          </button>
        </div>
      </Field>
      <div className="part-row">
        <button type="button" className="btn small" onClick={() => void beginSignIn(id)}>
          {say.openAgain}
        </button>
        <button type="button" className="btn small bare" onClick={() => putSignIn(id, null)}>
          {say.cancel}
        </button>
      </div>
    </>
  );
}

function Problem({ text }: { text: string }) {
  return (
    <p className="line bad" role="alert">
      <CircleAlert className="i" aria-hidden />
      {text}
    </p>
  );
}
