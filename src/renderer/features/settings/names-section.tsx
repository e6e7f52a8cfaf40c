/** Under which names files are uploaded, with what a template makes of three. */
import { useState } from 'react';
import { nameByTemplate, nameWords, unknownNameWords } from '../../../shared/name-template.ts';
import type { Naming, Preferences } from '../../../shared/preferences.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { clipboardWords, settingsWords } from '../../ui/words.ts';
import { PreferenceChoice } from './preference-choice.tsx';
import { Section } from './setting.tsx';
import { TemplateField } from './template-field.tsx';
import { useLateSave } from './use-late-save.ts';

const longest = 200;
const namings: readonly Naming[] = ['keep', 'template'];
const samples = [
  { name: 'harbour.png', random: 'k3x9q2vm' },
  { name: 'notes, second draft.pdf', random: 'a7wz40pe' },
  { name: 'site.tar.gz', random: 'mm82hc1d' },
];

export function NamesSection() {
  const preferences = useStore((state) => state.settings?.preferences);
  return preferences ? <Names preferences={preferences} /> : null;
}

function Names({ preferences: { naming, nameTemplate } }: { preferences: Preferences }) {
  const say = settingsWords.names;
  const save = (text: string) => void ask('preferences.set', { change: { nameTemplate: text } });
  const template = useLateSave(nameTemplate, save);
  return (
    <Section id="names">
      <PreferenceChoice
        title={say.naming}
        more={say.namingMore}
        find={[say.templateField]}
        items={namings.map((value) => ({ value, title: say[value] }))}
        chosen={naming}
        change={(value) => ({ naming: value })}
      >
        {naming === 'template' && (
          <>
            <TemplateField
              title={say.templateField}
              help={`${say.ending} ${say.random}`}
              problem={problemOf(template.value)}
              text={template}
              insert={nameWords}
              maxLength={longest}
            />
            <NamePreview template={template.value} />
          </>
        )}
      </PreferenceChoice>
    </Section>
  );
}

function problemOf(template: string): string | null {
  const unknown = unknownNameWords(template);
  const named = unknown.map((word) => `{${word}}`).join(', ');
  return unknown.length === 0 ? null : clipboardWords.settings.unknownWords(named, unknown.length);
}

function NamePreview({ template }: { template: string }) {
  const [at] = useState(() => new Date());
  return (
    <dl className="preview names" aria-live="polite" aria-label={settingsWords.names.preview}>
      {samples.map(({ name, random }) => (
        <div key={name}>
          <dt className="quiet">
            <bdi>{name}</bdi>
          </dt>
          <dd className="selectable">
            <bdi>{nameByTemplate(template, { name, at, random })}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}
