/** The frame of a setting: its name, one quiet line, its control; and of the section that it is in. */
import { createContext, type ReactNode, useContext, useId } from 'react';
import { settingsWords } from '../../ui/words.ts';
import { matches } from './search.ts';
import { headingId, type SectionId } from './section-ids.ts';
import './setting.css';

/** What the settings are searched for. */
export const Query = createContext('');
const InSection = createContext('');

export function Section({ id, className = '', children }: { id: SectionId; className?: string; children: ReactNode }) {
  const title = settingsWords.titles[id];
  return (
    <section className={`settings-section ${className}`} data-section={id} aria-labelledby={headingId(id)}>
      <h2 id={headingId(id)} tabIndex={-1}>
        {title}
      </h2>
      <InSection value={title}>{children}</InSection>
    </section>
  );
}

interface Props {
  title: string;
  more: ReactNode;
  /** Further words that it is found by. */
  find?: readonly string[];
  /** The control stands beside the words; on a narrow window below them, unless it is as small as a switch. */
  control?: ReactNode | ((describedBy: string) => ReactNode);
  isSmall?: boolean;
  /** What takes the whole width below. */
  children?: ReactNode;
}

/** Nothing where it is searched for something else. */
export function Setting({ title, more, find = [], control, isSmall = false, children }: Props) {
  const id = useId();
  const section = useContext(InSection);
  const query = useContext(Query);
  const texts = [section, title, ...(typeof more === 'string' ? [more] : []), ...find];
  if (!matches(query, texts)) return null;
  return (
    <div className="setting">
      <div className={isSmall ? 'head is-small' : 'head'}>
        <div className="what">
          {/* A control that is described is called so itself. */}
          <b aria-hidden={typeof control === 'function'}>{title}</b>
          {more !== '' && (
            <div className="quiet" id={id}>
              {more}
            </div>
          )}
        </div>
        {control && <div className="control">{typeof control === 'function' ? control(id) : control}</div>}
      </div>
      {children}
    </div>
  );
}
