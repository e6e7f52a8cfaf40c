/** What this program and this computer are, how the destinations have been doing, and a report of it all. */
import { useEffect, useState } from 'react';
import type { Diagnostics } from '../../../shared/data-calls.ts';
import { formatBytes } from '../../../shared/messages/index.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { settingsWords, tongue, words } from '../../ui/words.ts';
import { ChainHealth } from './chain-health.tsx';
import './diagnostics-section.css';
import { Section, Setting } from './setting.tsx';

export function DiagnosticsSection() {
  const say = settingsWords.diagnostics;
  const [facts, setFacts] = useState<Diagnostics | null>(null);
  useEffect(() => {
    void ask('diagnostics.view', undefined).then((answer) => setFacts(answer?.value ?? null));
  }, []);
  return (
    <Section id="diagnostics">
      <Setting title={say.health} more={say.healthMore}>
        <ChainHealth />
      </Setting>
      {facts && <Facts facts={facts} />}
      <Setting
        title={say.report}
        more={say.reportMore}
        isSmall
        control={
          <button type="button" className="btn" onClick={() => void copyReport()}>
            {say.copy}
          </button>
        }
      />
    </Section>
  );
}

function Facts({ facts }: { facts: Diagnostics }) {
  const say = settingsWords.diagnostics;
  const { history } = facts;
  const rows: readonly [string, string][] = [
    [
      say.versions,
      `${words.settings.version(facts.app)}, Electron ${facts.electron}, Chromium ${facts.chromium}, Node ${facts.node}`,
    ],
    [say.systemName, [facts.system, facts.session].filter(Boolean).join(', ')],
    [say.clipboard.name, say.clipboard[facts.clipboard]],
    [say.tray.name, say.tray[facts.tray]],
    [say.notifications.name, say.notifications[facts.notifications]],
    [say.keyStore.name, say.keyStore[facts.keyStore]],
    [say.history, `${say.uploads(history.uploads)}, ${formatBytes(history.bytes, tongue)}`],
  ];
  return (
    <Setting title={say.system} more="" find={rows.flat()}>
      <dl className="facts-list">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="selectable">
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </Setting>
  );
}

async function copyReport(): Promise<void> {
  const answer = await ask('diagnostics.copy', undefined);
  const { give } = useStore.getState();
  if (answer?.value.copied) give({ kind: 'note', tone: 'quiet', text: settingsWords.diagnostics.copied });
  else if (answer) give({ kind: 'note', tone: 'bad', text: words.announce.notCopied });
}
