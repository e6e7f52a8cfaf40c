/** What the window answers in place: a question before many files, one quiet sentence, or what went wrong elsewhere. */
import { CircleAlert, Info, X } from 'lucide-react';
import type { Notice } from '../../../shared/contract.ts';
import { failureMessage, formatBytes, plainName } from '../../../shared/messages/index.ts';
import { inTurn } from '../../state/conditions.ts';
import { useMinutes } from '../../state/now.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import type { Answer } from '../../state/window-slice.ts';
import { tongue, words } from '../../ui/words.ts';
import './answers.css';
import { FolderQuestion } from './folder-question.tsx';
import { PackingLines } from './packing-lines.tsx';
import { TextQuestion } from './text-question.tsx';

/** Always in the page, so that what appears in it is read out. */
export function Answers() {
  const answer = useStore((state) => state.answer);
  const give = useStore((state) => state.give);
  const notices = useStore((state) => state.notices);
  const dismissNotice = useStore((state) => state.dismissNotice);
  return (
    <div className="answers" role="status">
      {notices.map((notice) => (
        <Note
          key={notice.id}
          tone={'failure' in notice ? 'bad' : 'quiet'}
          text={noticeText(notice)}
          onDismiss={() => dismissNotice(notice.id)}
        />
      ))}
      <PackingLines />
      {answer?.kind === 'note' && <Note tone={answer.tone} text={answer.text} onDismiss={() => give(null)} />}
      {answer?.kind === 'confirm' && <Question {...answer} />}
      {answer?.kind === 'folders' && <FolderQuestion key={answer.token} {...answer} />}
      {answer?.kind === 'confirm-text' && <TextQuestion key={answer.token} {...answer} />}
    </div>
  );
}

function noticeText(notice: Notice): string {
  const say = words.intake;
  if ('restored' in notice) return say.restored(plainName(notice.restored.aside));
  const { failure, subject } = notice;
  const { sentence } = failureMessage(failure, {}, tongue);
  if (subject === '') return sentence;
  return failure.kind === 'settings-invalid'
    ? say.setAside(plainName(subject), sentence)
    : say.about(plainName(subject), sentence);
}

interface NoteProps {
  tone: 'quiet' | 'bad';
  text: string;
  onDismiss: () => void;
}

function Note({ tone, text, onDismiss }: NoteProps) {
  const Icon = tone === 'bad' ? CircleAlert : Info;
  return (
    <div className={tone === 'bad' ? 'answer is-bad' : 'answer'}>
      <Icon className="i" aria-hidden />
      <p>
        <bdi>{text}</bdi>
      </p>
      <button type="button" className="icon" aria-label={words.intake.dismiss} onClick={onDismiss}>
        <X className="i" aria-hidden />
      </button>
    </div>
  );
}

function Question({ token, count, bytes }: Extract<Answer, { kind: 'confirm' }>) {
  const stops = useStore((state) => state.stops);
  const [first] = inTurn(stops, useMinutes());
  const give = useStore((state) => state.give);
  const answer = (go: boolean) => {
    give(null);
    void ask('intake.confirm', { token, go });
  };
  const size = formatBytes(bytes, tongue);
  const say = words.intake;
  return (
    <div className="answer question">
      <p>{first?.scope === 'local' ? say.confirmHere(count, size) : say.confirm(count, size, first?.label ?? '')}</p>
      <button type="button" className="btn main small" onClick={() => answer(true)}>
        {say.send(count)}
      </button>
      <button type="button" className="btn small" onClick={() => answer(false)}>
        {say.cancel}
      </button>
    </div>
  );
}
