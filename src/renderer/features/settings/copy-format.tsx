/** How links are copied, with what comes of it for an image and for another file. */
import { formatLink, type LinkStyle, templateWords, unknownWords } from '../../../shared/link-format.ts';
import type { CopyFormat, Preferences } from '../../../shared/preferences.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { clipboardWords, settingsWords, tongue } from '../../ui/words.ts';
import { copySamples } from './copy-samples.ts';
import { PreferenceChoice } from './preference-choice.tsx';
import { PreferenceSwitch } from './preference-switch.tsx';
import { Section } from './setting.tsx';
import { TemplateField } from './template-field.tsx';
import { useLateSave } from './use-late-save.ts';

const longest = 2_000;
const formats: readonly CopyFormat[] = ['url', 'markdown', 'html', 'bbcode', 'template'];

export function CopyFormatSection() {
  const preferences = useStore((state) => state.settings?.preferences);
  return preferences ? <Copying preferences={preferences} /> : null;
}

function Copying({ preferences }: { preferences: Preferences }) {
  const say = settingsWords.copying;
  const { copyFormat, copyWhenDone } = preferences;
  const save = (copyTemplate: string) => void ask('preferences.set', { change: { copyTemplate } });
  const template = useLateSave(preferences.copyTemplate, save);
  return (
    <Section id="copying" className="copy-format">
      <PreferenceSwitch
        title={say.whenDone}
        more={say.whenDoneMore}
        on={copyWhenDone}
        change={(on) => ({ copyWhenDone: on })}
      />
      <PreferenceChoice
        title={say.copyAs}
        more=""
        find={[say.template]}
        items={formats.map((value) => ({ value, title: clipboardWords.formats[value] }))}
        chosen={copyFormat}
        change={(value) => ({ copyFormat: value })}
      >
        {copyFormat === 'template' && (
          <TemplateField
            title={say.template}
            help=""
            problem={problemOf(template.value)}
            text={template}
            insert={templateWords}
            maxLength={longest}
            multiline
          />
        )}
        <Preview style={{ format: copyFormat, template: template.value }} />
      </PreferenceChoice>
    </Section>
  );
}

/** It is saved all the same: these are hints. */
function problemOf(template: string): string | null {
  const say = clipboardWords.settings;
  const unknown = unknownWords(template);
  if (unknown.length > 0) return say.unknownWords(unknown.map((word) => `{${word}}`).join(', '), unknown.length);
  return template.includes('{url}') ? null : say.noLink;
}

function Preview({ style }: { style: LinkStyle }) {
  const say = settingsWords.copying;
  return (
    <dl className="preview" aria-live="polite">
      {(['image', 'file'] as const).map((kind) => (
        <div key={kind}>
          <dt className="quiet">{say[kind]}</dt>
          <dd className="selectable" dir="ltr">
            {formatLink(style, copySamples[kind], tongue)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
