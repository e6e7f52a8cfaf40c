/** The filters of the history, and how many uploads they let through. */
import type { FileKind, HistoryState } from '../../../shared/history.ts';
import type { DestinationId } from '../../../shared/ids.ts';
import type { Expiry } from '../../state/history-query.ts';
import { filterBy } from '../../state/history-search.ts';
import { useHistory } from '../../state/history-store.ts';
import { FilterChecks, FilterMenu, type FilterOption } from '../../ui/filter-menu.tsx';
import { historyWords } from '../../ui/words.ts';
import { DateFilter } from './date-filter.tsx';

const say = historyWords;

/** In the order in which they are offered. */
function optionsOf<T extends string>(titles: Readonly<Record<T, string>>, values: readonly T[]): FilterOption<T>[] {
  return values.map((value) => ({ value, title: titles[value] }));
}

const types = optionsOf<FileKind>(say.types, ['image', 'video', 'audio', 'document', 'archive', 'other']);
const states = optionsOf<HistoryState>(say.states, ['done', 'failed', 'cancelled', 'unfinished']);
const expiries = optionsOf<Expiry>(say.expiries, ['without', 'soon', 'only']);

export function FilterBar() {
  const filters = useHistory((state) => state.filters);
  const found = useHistory((state) => state.found);
  const destinations = useHistory((state) => state.destinations);
  const hosts = destinations.map(({ id, label }) => ({ value: id, title: label }));
  const shared = { any: say.any, remove: say.removeFilter };
  return (
    <div className="filters">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would want a legend that is seen. */}
      <div className="picks" role="group" aria-label={say.filters}>
        <FilterChecks<DestinationId>
          {...shared}
          name={say.filter.destination}
          several={say.several.destination}
          options={hosts}
          chosen={filters.destinations}
          onChoose={(chosen) => filterBy({ destinations: chosen })}
        />
        <FilterChecks
          {...shared}
          name={say.filter.type}
          several={say.several.type}
          options={types}
          chosen={filters.types}
          onChoose={(chosen) => filterBy({ types: chosen })}
        />
        <DateFilter />
        <FilterChecks
          {...shared}
          name={say.filter.state}
          several={say.several.state}
          options={states}
          chosen={filters.states}
          onChoose={(chosen) => filterBy({ states: chosen })}
        />
        <FilterMenu
          {...shared}
          name={say.filter.link}
          options={expiries}
          chosen={filters.expiry}
          onChoose={(expiry) => filterBy({ expiry })}
        />
      </div>
      {found !== null && (
        <span className={found.matching === found.total ? 'quiet num tally only-wide' : 'quiet num tally'}>
          {found.matching === found.total ? say.all(found.total) : say.some(found.matching, found.total)}
        </span>
      )}
    </div>
  );
}
