/** How links are copied, with what comes of it for an image and for another file; and what becomes of copied text. */
import { useId } from 'react';
import { formatLink, type LinkStyle, templateWords, unknownWords } from '../../../shared/link-format.ts';
import { CopyFormat, type Preferences } from '../../../shared/preferences.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { describedBy, Field } from '../../ui/field.tsx';
import { Segments } from '../../ui/segments.tsx';
import { clipboardWords, tongue } from '../../ui/words.ts';
import './copy-format.css';
import { copySamples } from './copy-samples.ts';
import { PreferenceSwitch } from './preference-switch.tsx';
import { useLateSave } from './use-late-save.ts';

const longest = 2_000;

export function CopyFormatSection() {
  const preferences = useStore((state) => state.settings?.preferences);
  return preferences ? <Section preferences={preferences} /> : null;
}

function Section({ preferences }: { preferences: Preferences }) {
  const say = clipboardWords.settings;
  const more = useId();
  const save = (copyTemplate: string) => void ask('preferences.set', { change: { copyTemplate } });
  const template = useLateSave(preferences.copyTemplate, save);
  const items = CopyFormat.options.map((value) => ({ value, title: clipboardWords.formats[value] }));
  return (
    <section className="copy-format">
      <h2>{say.title}</h2>
      <p className="quiet" id={more}>
        {say.more}
      </p>
      <Segments
        name={say.format}
        items={items}
        chosen={preferences.copyFormat}
        describedBy={more}
        onChoose={(copyFormat) => void ask('preferences.set', { change: { copyFormat } })}
      />
      {preferences.copyFormat === 'template' && <Template {...template} />}
      <Preview style={{ format: preferences.copyFormat, template: template.value }} />
      <PreferenceSwitch
        title={say.uploadText}
        more={say.uploadTextMore}
        on={preferences.uploadText}
        change={(uploadText) => ({ uploadText })}
      />
    </section>
  );
}

function Template({
  value,
  onChange,
  onBlur,
}: {
  value: string;
  onChange: (value: string) => void;
  onBlur: () => void;
}) {
  const id = useId();
  const say = clipboardWords.settings;
  const help = say.templateHelp(templateWords.map((word) => `{${word}}`).join(' '));
  const problem = problemOf(value);
  return (
    <Field id={id} title={say.template} help={help} problem={problem}>
      <textarea
        id={id}
        className="input"
        rows={3}
        spellCheck={false}
        maxLength={longest}
        value={value}
        aria-invalid={problem !== null}
        aria-describedby={describedBy(id, help, problem)}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onBlur}
      />
    </Field>
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
  const say = clipboardWords.settings;
  const titles = { image: say.previewImage, file: say.previewFile };
  return (
    <dl className="preview" aria-live="polite">
      {(['image', 'file'] as const).map((kind) => (
        <div key={kind}>
          <dt className="quiet">{titles[kind]}</dt>
          <dd className="selectable" dir="auto">
            {formatLink(style, copySamples[kind], tongue)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
