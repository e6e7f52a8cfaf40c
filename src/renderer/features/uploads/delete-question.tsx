/** Asks before what a host was given is deleted there, once Undo is no longer offered. */
import { useEffect, useState } from 'react';
import { plainName } from '../../../shared/messages/index.ts';
import type { UploadView } from '../../../shared/model.ts';
import { deleteOnHost } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { Question } from '../../ui/question.tsx';
import { tongue } from '../../ui/words.ts';
import { detailsButtonId } from '../details/details-button.ts';

export function DeleteQuestion() {
  const asked = useStore(({ deletionOf, uploads }) => (deletionOf === null ? undefined : uploads[deletionOf]));
  const shown = useLast(asked);
  if (!shown?.receipt) return null;
  const { id, name, receipt } = shown;
  const say = tongue.words.deletion;
  return (
    <Question
      open={asked !== undefined}
      title={say.question(receipt.destinationLabel)}
      more={say.questionMore(plainName(name))}
      yes={say.yes}
      no={say.no}
      onAnswer={(yes) => {
        useStore.getState().askToDelete(null);
        if (yes) void deleteOnHost(id);
      }}
      focusAfter={() => document.getElementById(detailsButtonId(id))}
    />
  );
}

/** What was asked about stays in the question while it fades. */
function useLast(upload: UploadView | undefined): UploadView | undefined {
  const [last, setLast] = useState(upload);
  useEffect(() => {
    if (upload) setLast(upload);
  }, [upload]);
  return upload ?? last;
}
