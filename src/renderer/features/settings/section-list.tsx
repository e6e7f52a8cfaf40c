/** The sections, at the side of the sheet; a narrow window has none. */
import { settingsWords } from '../../ui/words.ts';
import type { SectionId } from './section-ids.ts';

interface Props {
  shown: readonly SectionId[];
  current: SectionId;
  onChoose: (id: SectionId) => void;
}

export function SectionList({ shown, current, onChoose }: Props) {
  return (
    <nav className="section-list only-wide" aria-label={settingsWords.sections}>
      {shown.map((id) => (
        <button key={id} type="button" aria-current={id === current || undefined} onClick={() => onChoose(id)}>
          {settingsWords.titles[id]}
        </button>
      ))}
    </nav>
  );
}
