/** Fills the store from the main process, then draws. */
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { isBackAtLanguage } from './features/settings/language-setting.tsx';
import { NoAnswer } from './no-answer.tsx';
import type { Contact } from './state/first-contact.ts';
import { useStore } from './state/store.ts';
import { startSync } from './state/sync.ts';

export async function start(contact: Contact): Promise<void> {
  const place = document.getElementById('root');
  if (!place) throw new Error('index.html has no #root');
  const root = createRoot(place);
  const answered = await startSync(contact).catch(() => false);
  // Nothing that is told will be shown: it is not kept.
  if (!answered) contact.hearBy({});
  if (isBackAtLanguage()) useStore.getState().goTo('settings');
  root.render(answered ? <App /> : <NoAnswer />);
}
