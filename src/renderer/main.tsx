/** The page's entry: fills the store from the main process, then draws. */
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { NoAnswer } from './no-answer.tsx';
import { startSync } from './state/sync.ts';
import './ui/tokens.css';
import './ui/base.css';
import './ui/controls.css';

const place = document.getElementById('root');
if (!place) throw new Error('index.html has no #root');
const root = createRoot(place);
const answered = await startSync(window.droprelay).catch(() => false);
root.render(answered ? <App /> : <NoAnswer />);
