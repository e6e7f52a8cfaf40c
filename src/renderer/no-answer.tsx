/** What stands in the window when the main process did not answer at its start. */
import { words } from './ui/words.ts';

export function NoAnswer() {
  return (
    <main className="setup">
      <div className="column" role="alert">
        <p>{words.start.noAnswer}</p>
        <button type="button" className="btn main start" onClick={() => location.reload()}>
          {words.start.tryAgain}
        </button>
      </div>
    </main>
  );
}
