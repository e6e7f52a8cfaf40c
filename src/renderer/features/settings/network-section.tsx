/** How fast, how many at a time, and which way out. */
import { useId } from 'react';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { describedBy, Field } from '../../ui/field.tsx';
import { Segments } from '../../ui/segments.tsx';
import { settingsWords } from '../../ui/words.ts';
import './network-section.css';
import { PreferenceChoice, usualNumbers } from './preference-choice.tsx';
import { ProxySetting } from './proxy-setting.tsx';
import { Section, Setting } from './setting.tsx';
import { useLateSave } from './use-late-save.ts';
import { WayTest } from './way-test.tsx';

const megabyte = 1_000_000;
const firstLimit = 2 * megabyte;
const running: readonly number[] = [1, 2, 4, 8, 20];
const perDestination: readonly number[] = [1, 2, 4, 8, 16];

export function NetworkSection() {
  const network = useStore((state) => state.settings?.network);
  const preferences = useStore((state) => state.settings?.preferences);
  const say = settingsWords.network;
  if (!network || !preferences) return null;
  return (
    <Section id="network">
      <SpeedLimit bytesPerSecond={network.bytesPerSecond} />
      <PreferenceChoice
        title={say.atOnce}
        more={say.atOnceMore}
        items={usualNumbers(running, preferences.uploadsAtOnce, String)}
        chosen={`${preferences.uploadsAtOnce}`}
        change={(count) => ({ uploadsAtOnce: Number(count) })}
      />
      <PreferenceChoice
        title={say.perDestination}
        more={say.perDestinationMore}
        items={usualNumbers(perDestination, preferences.uploadsPerDestination, String)}
        chosen={`${preferences.uploadsPerDestination}`}
        change={(count) => ({ uploadsPerDestination: Number(count) })}
      />
      <ProxySetting network={network} />
      <WayTest />
    </Section>
  );
}

function SpeedLimit({ bytesPerSecond }: { bytesPerSecond: number | null }) {
  const say = settingsWords.network;
  const set = (limit: number | null) => void ask('network.limit', { bytesPerSecond: limit });
  return (
    <Setting
      title={say.limit}
      more={say.limitMore}
      control={(id) => (
        <>
          {bytesPerSecond !== null && <LimitField bytesPerSecond={bytesPerSecond} onSet={set} />}
          <Segments
            name={say.limit}
            items={[
              { value: 'none', title: say.noLimit },
              { value: 'limited', title: say.limited },
            ]}
            chosen={bytesPerSecond === null ? 'none' : 'limited'}
            describedBy={id}
            onChoose={(use) => set(use === 'none' ? null : firstLimit)}
          />
        </>
      )}
    />
  );
}

function LimitField({ bytesPerSecond, onSet }: { bytesPerSecond: number; onSet: (limit: number) => void }) {
  const say = settingsWords.network;
  const id = useId();
  const text = useLateSave(`${bytesPerSecond / megabyte}`, (typed) => {
    const limit = bytesOf(typed);
    if (limit !== null) onSet(limit);
  });
  const problem = bytesOf(text.value) === null ? say.limitInvalid : null;
  return (
    <Field id={id} title={say.limitField} help="" problem={problem} className="limit-field">
      <span className="figure">
        <input
          id={id}
          className="input num"
          type="number"
          inputMode="decimal"
          min={0.01}
          max={1_000}
          step="any"
          value={text.value}
          aria-invalid={problem !== null}
          aria-describedby={describedBy(id, '', problem)}
          onChange={(event) => text.onChange(event.target.value)}
          onBlur={text.onBlur}
        />
        <span aria-hidden>{say.perSecond}</span>
      </span>
    </Field>
  );
}

/** Null where it is no limit. */
function bytesOf(megabytes: string): number | null {
  const bytes = Math.round(Number(megabytes) * megabyte);
  return Number.isFinite(bytes) && bytes >= 1 && bytes <= 1e12 ? bytes : null;
}
