/** The shortcut that uploads the clipboard from anywhere: its keys, and what the system says of it. */
import { CircleAlert } from 'lucide-react';
import { useCallback } from 'react';
import type { ShortcutView } from '../../../shared/desktop-view.ts';
import { keyCaps, suggestedKeys } from '../../../shared/shortcut-keys.ts';
import { ask, setShortcut } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { desktopWords, keyNames, settingsWords } from '../../ui/words.ts';
import { KeyCaps } from './key-caps.tsx';
import { Section, Setting } from './setting.tsx';
import { useKeyRecorder } from './use-key-recorder.ts';
import './shortcut-section.css';

const say = desktopWords.shortcut;

export function ShortcutSection() {
  const keys = useStore((state) => state.settings?.preferences.shortcut);
  const view = useStore((state) => state.settings?.desktop.shortcut);
  const platform = useStore((state) => state.platform);
  const recorder = useKeyRecorder(useCallback((chosen: string) => void setShortcut(chosen), []));
  if (!view || keys === undefined) return null;
  const suggested = suggestedKeys[platform];
  return (
    <Section id="shortcuts" className="shortcut-section">
      <Setting
        title={settingsWords.shortcuts.clipboard}
        more={settingsWords.shortcuts.clipboardMore}
        find={[say.section]}
        control={
          <div className="keys">
            {keys === null ? <span className="quiet">{say.none}</span> : <KeyCaps keys={keys} />}
            <button
              type="button"
              className="btn small"
              aria-pressed={recorder.isOn}
              onClick={recorder.isOn ? recorder.stop : recorder.start}
            >
              {recorder.isOn ? say.press : say.choose}
            </button>
            {keys === null ? (
              <button type="button" className="btn bare small" onClick={() => void setShortcut(suggested)}>
                {say.suggest(keyCaps(suggested, platform).join(platform === 'darwin' ? '' : ' + '))}
              </button>
            ) : (
              <button type="button" className="btn bare small" onClick={() => void setShortcut(null)}>
                {say.remove}
              </button>
            )}
          </div>
        }
      >
        <div role="status" className="told">
          {recorder.needsMore && <p className="quiet">{say.needsMore}</p>}
          <Told view={view} />
        </div>
      </Setting>
      <WindowKeys />
    </Section>
  );
}

/** What keys do in the window, wherever one is in it. */
function WindowKeys() {
  const onMac = useStore((state) => state.platform === 'darwin');
  const { window: title, windowMore, keys: names } = settingsWords.shortcuts;
  const [control, alt] = onMac ? ['⌘', '⌥'] : [keyNames.Control, keyNames.Alt];
  const rows: readonly [string, readonly string[]][] = [
    [names.paste, [control, 'V']],
    [names.search, [control, 'F']],
    [names.close, ['Esc']],
    [names.move, [alt, '↑', '↓']],
    [names.quit, [control, 'Q']],
  ];
  return (
    <Setting title={title} more={windowMore} find={Object.values(names)}>
      <dl className="window-keys">
        {rows.map(([name, caps]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="combo">
              {caps.map((cap) => (
                <kbd key={cap}>{cap}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Setting>
  );
}

/** What the system says of the keys, and what can be done where it does not take them. */
function Told({ view: { state, refused, command } }: { view: ShortcutView }) {
  const platform = useStore((state) => state.platform);
  const named = (keys: string) => keyCaps(keys, platform).join(platform === 'darwin' ? '' : ' + ');
  return (
    <>
      {refused && (
        <p className="line bad">
          <CircleAlert className="i" aria-hidden />
          {say.why[refused.why](named(refused.keys))}
        </p>
      )}
      {state === 'works' && !refused && <p className="quiet">{say.works}</p>}
      {state === 'asked' && <p className="quiet">{say.asked}</p>}
      {command !== '' && (state === 'asked' || refused) && (
        <>
          {state !== 'asked' && <p className="quiet">{say.byHand}</p>}
          <div className="keys">
            <code>{command}</code>
            <button type="button" className="btn small" onClick={() => void copyCommand()}>
              {say.copyCommand}
            </button>
          </div>
        </>
      )}
    </>
  );
}

async function copyCommand(): Promise<void> {
  const answer = await ask('shortcut.copyCommand', undefined);
  const { give } = useStore.getState();
  if (answer?.value.copied) give({ kind: 'note', tone: 'quiet', text: say.commandCopied });
}
