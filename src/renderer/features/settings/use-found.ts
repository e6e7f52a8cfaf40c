/** What a search leaves on the sheet: which sections, and how many settings. */
import { type RefObject, useLayoutEffect, useState } from 'react';
import { type SectionId, sectionIds } from './section-ids.ts';

interface Found {
  readonly sections: readonly SectionId[];
  readonly count: number;
}

/** The sheet itself says it: a setting that does not match is not drawn. */
export function useFound(sheet: RefObject<HTMLElement | null>, query: string): Found {
  const [found, setFound] = useState<Found>({ sections: sectionIds, count: 0 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another query draws other settings.
  useLayoutEffect(() => {
    const settings = [...(sheet.current?.querySelectorAll('.setting') ?? [])];
    const held = new Set(settings.map((setting) => setting.closest<HTMLElement>('[data-section]')?.dataset.section));
    setFound({ sections: sectionIds.filter((id) => held.has(id)), count: settings.length });
  }, [sheet, query]);
  return found;
}
