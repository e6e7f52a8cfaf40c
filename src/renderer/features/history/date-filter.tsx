/** The filter by the day of an upload: ready-made spans, or any two days. */
import { Menu } from '@base-ui/react/menu';
import { Popover } from '@base-ui/react/popover';
import { useRef, useState } from 'react';
import { formatDay } from '../../../shared/messages/index.ts';
import { isReversed, noonOf, type Span, spanOf } from '../../state/day-span.ts';
import type { DateRange } from '../../state/history-query.ts';
import { filterBy } from '../../state/history-search.ts';
import { useHistory } from '../../state/history-store.ts';
import { describedBy, Field } from '../../ui/field.tsx';
import { Choice, FilterChip } from '../../ui/filter-menu.tsx';
import { historyWords } from '../../ui/words.ts';
import './date-filter.css';

const say = historyWords;
const ranges: readonly DateRange[] = ['today', 'week', 'month', 'year'];
const own = 'own';

export function DateFilter() {
  const date = useHistory((state) => state.filters.date);
  const [picking, setPicking] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const choose = (value: DateRange | '' | typeof own) => {
    if (value !== own) filterBy({ date: value === '' ? null : value });
  };
  const popup = useRef<HTMLDivElement>(null);
  /** Back to the filter, unless something else was pressed. */
  const focusAfter = () => {
    const { activeElement } = document;
    const isFree = activeElement === document.body || popup.current?.contains(activeElement);
    return isFree ? trigger.current : false;
  };
  return (
    <>
      <FilterChip
        name={say.filter.date}
        title={titleOf(date)}
        remove={say.removeFilter}
        onRemove={() => filterBy({ date: null })}
        trigger={trigger}
        takesFocus={!picking}
      >
        <Menu.RadioGroup value={date === null ? '' : typeof date === 'string' ? date : own} onValueChange={choose}>
          <Choice value="" title={say.any} />
          <Menu.Separator />
          {ranges.map((range) => (
            <Choice key={range} value={range} title={say.dates[range]} />
          ))}
          <Choice value={own} title={say.span.title} onPress={() => setPicking(true)} />
        </Menu.RadioGroup>
      </FilterChip>
      <Popover.Root open={picking} onOpenChange={setPicking}>
        <Popover.Portal>
          <Popover.Positioner className="menu-place" anchor={trigger} align="start" sideOffset={4}>
            <Popover.Popup ref={popup} className="menu day-span" aria-label={say.span.title} finalFocus={focusAfter}>
              <Days />
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
    </>
  );
}

/** Applied at once; days the wrong way round leave the filter as it was. */
function Days() {
  const date = useHistory((state) => state.filters.date);
  const [fields, setFields] = useState<Span>(typeof date === 'object' && date !== null ? date : { from: '', to: '' });
  const problem = isReversed(fields) ? say.span.reversed : null;
  const put = (change: Partial<Span>) => {
    const next = { ...fields, ...change };
    setFields(next);
    if (!isReversed(next)) filterBy({ date: spanOf(next) });
  };
  return (
    <>
      <div className="days">
        <DayField id="span-from" title={say.span.first} value={fields.from} onChange={(from) => put({ from })} />
        <DayField
          id="span-to"
          title={say.span.last}
          value={fields.to}
          problem={problem}
          onChange={(to) => put({ to })}
        />
      </div>
      <p className="quiet">{say.span.help}</p>
      <Popover.Close className="btn">{say.span.done}</Popover.Close>
    </>
  );
}

interface DayProps {
  id: string;
  title: string;
  value: string;
  problem?: string | null;
  onChange: (day: string) => void;
}

function DayField({ id, title, value, problem = null, onChange }: DayProps) {
  return (
    <Field id={id} title={title} help="" problem={problem}>
      <input
        id={id}
        type="date"
        className="input num"
        min="1970-01-01"
        max="9999-12-31"
        value={value}
        aria-invalid={problem !== null}
        aria-describedby={describedBy(id, '', problem)}
        onChange={({ target }) => onChange(target.value)}
      />
    </Field>
  );
}

function titleOf(date: DateRange | Span | null): string | null {
  if (date === null) return null;
  if (typeof date === 'string') return say.dates[date];
  const [from, to] = [dayOf(date.from), dayOf(date.to)];
  if (from !== null && to !== null) return from === to ? from : say.span.both(from, to);
  if (from !== null) return say.span.since(from);
  return to === null ? null : say.span.until(to);
}

function dayOf(day: string): string | null {
  const noon = noonOf(day);
  return noon === null ? null : formatDay(noon, Date.now());
}
