/** Asks before a destination is removed, or a ready-made one reset: its secrets can not be brought back. */
import type { DestinationSheet } from '../../../shared/destination-setup.ts';
import { plainName } from '../../../shared/messages/index.ts';
import { loadDestinations } from '../../state/destination-requests.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { Question } from '../../ui/question.tsx';
import { destinationWords } from '../../ui/words.ts';
import { focusStop } from './stop-ids.ts';

interface Props {
  sheet: DestinationSheet;
  open: boolean;
  onEnd: () => void;
}

export function RemoveQuestion({ sheet, open, onEnd }: Props) {
  const say = destinationWords.removal;
  const label = plainName(sheet.label);
  const hasSecret = sheet.secrets.some(({ sealing }) => sealing !== 'none');
  const words = sheet.readyMade
    ? { title: say.resetTitle(label), more: say.resetBody, yes: say.reset }
    : { title: say.title(label), more: hasSecret ? say.bodySecret : say.body, yes: say.remove };
  const answer = (yes: boolean) => {
    onEnd();
    if (yes) void remove(sheet);
  };
  return <Question open={open} {...words} no={say.keep} onAnswer={answer} />;
}

async function remove({ id, label, readyMade }: DestinationSheet): Promise<void> {
  if ((await ask('destinations.remove', { id })) === null) return;
  const { dropChanges, putCheck, announce } = useStore.getState();
  dropChanges(id);
  putCheck(id, null);
  await loadDestinations();
  if (readyMade) return;
  focusStop(null);
  announce(destinationWords.removed(plainName(label)));
}
