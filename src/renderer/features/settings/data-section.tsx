/** The data that the program keeps: their folder, a backup and back from it, and copies that nobody needs any more. */
import { useCallback, useEffect, useState } from 'react';
import type { CallOutput } from '../../../shared/contract.ts';
import type { KeptData } from '../../../shared/data-calls.ts';
import { formatBytes, formatDate } from '../../../shared/messages/index.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { Question } from '../../ui/question.tsx';
import { settingsWords, tongue } from '../../ui/words.ts';
import { Section, Setting } from './setting.tsx';

export function DataSection() {
  const say = settingsWords.data;
  const [data, setData] = useState<KeptData | null>(null);
  const look = useCallback(async () => setData((await ask('data.view', undefined))?.value ?? null), []);
  useEffect(() => void look(), [look]);
  return (
    <Section id="data">
      <Setting
        title={say.folder}
        more={say.folderMore}
        isSmall
        control={
          <button
            type="button"
            className="btn"
            aria-label={`${say.open}: ${say.folder}`}
            onClick={() => void openFolder()}
          >
            {say.open}
          </button>
        }
      />
      <Setting
        title={say.backUp}
        more={say.backUpMore(formatBytes(data?.historyBytes ?? 0, tongue))}
        isSmall
        control={
          <button type="button" className="btn" onClick={() => void backUp()}>
            {say.backUpGo}
          </button>
        }
      />
      <Restore />
      <Copies copies={data?.copies ?? { count: 0, bytes: 0 }} onSwept={look} />
    </Section>
  );
}

function Restore() {
  const say = settingsWords.data;
  const [offer, setOffer] = useState<Extract<CallOutput<'data.restore'>, { kind: 'ready' }> | null>(null);
  const choose = async () => {
    const answer = await ask('data.restore', undefined);
    if (!answer?.value) return;
    if (answer.value.kind === 'ready') setOffer(answer.value);
    else note('bad', say.refused[answer.value.why]);
  };
  const answer = (go: boolean) => {
    if (offer) void ask('data.restoreGo', { token: offer.token, go });
    setOffer(null);
  };
  return (
    <Setting
      title={say.restore}
      more={say.restoreMore}
      isSmall
      control={
        <button type="button" className="btn" onClick={() => void choose()}>
          {say.restoreGo}
        </button>
      }
    >
      <Question
        open={offer !== null}
        title={say.ask(formatDate(offer?.madeAt ?? 0, tongue))}
        more={say.askMore(offer?.uploads ?? 0, offer?.destinations ?? 0)}
        yes={say.askGo}
        no={say.cancel}
        onAnswer={answer}
      />
    </Setting>
  );
}

function Copies({ copies: { count, bytes }, onSwept }: { copies: KeptData['copies']; onSwept: () => Promise<void> }) {
  const say = settingsWords.data;
  const sweep = async () => {
    const answer = await ask('data.sweep', undefined);
    if (answer === null) return;
    const { freedBytes } = answer.value;
    note('quiet', freedBytes === 0 ? say.nothingSwept : say.swept(formatBytes(freedBytes, tongue)));
    await onSwept();
  };
  return (
    <Setting
      title={say.copies}
      more={say.copiesMore(count, formatBytes(bytes, tongue))}
      control={
        count > 0 && (
          <button type="button" className="btn" onClick={() => void sweep()}>
            {say.sweep}
          </button>
        )
      }
    />
  );
}

async function openFolder(): Promise<void> {
  const answer = await ask('data.openFolder', undefined);
  if (answer && !answer.value.opened) note('bad', settingsWords.data.notOpened);
}

async function backUp(): Promise<void> {
  const say = settingsWords.data;
  const answer = await ask('data.backUp', undefined);
  if (answer?.value.end === 'saved') note('quiet', say.backedUp);
  if (answer?.value.end === 'refused') note('bad', say.notBackedUp);
}

function note(tone: 'quiet' | 'bad', text: string): void {
  useStore.getState().give({ kind: 'note', tone, text });
}
