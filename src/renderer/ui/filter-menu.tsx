/** A filter of a list: a menu of values, and a chip that can be removed once it holds something back. */
import { Menu } from '@base-ui/react/menu';
import { Check, ChevronDown, X } from 'lucide-react';
import { type ReactNode, type RefObject, useRef } from 'react';
import './filter-menu.css';
import './menu.css';

export interface FilterOption<T extends string> {
  readonly value: T;
  readonly title: string;
}

interface Shared<T extends string> {
  name: string;
  /** What the menu's first entry is called: it lets everything through. */
  any: string;
  options: readonly FilterOption<T>[];
  /** The accessible name of what removes the filter. */
  remove: (title: string) => string;
}

/** One value out of a few. */
export function FilterMenu<T extends string>({
  any,
  options,
  chosen,
  onChoose,
  ...frame
}: Shared<T> & { chosen: T | null; onChoose: (value: T | null) => void }) {
  const title = options.find(({ value }) => value === chosen)?.title ?? null;
  return (
    <FilterChip {...frame} title={title} onRemove={() => onChoose(null)}>
      <Menu.RadioGroup value={chosen ?? ''} onValueChange={(value: T | '') => onChoose(value === '' ? null : value)}>
        <Choice value="" title={any} />
        <Menu.Separator />
        {options.map((option) => (
          <Choice key={option.value} {...option} />
        ))}
      </Menu.RadioGroup>
    </FilterChip>
  );
}

/** Any number of values: the menu stays open while they are ticked. */
export function FilterChecks<T extends string>({
  any,
  options,
  chosen,
  several,
  onChoose,
  ...frame
}: Shared<T> & {
  chosen: readonly T[];
  /** What the chip says of more than one. */
  several: (count: number) => string;
  onChoose: (values: readonly T[]) => void;
}) {
  const [only, ...others] = chosen.map((one) => options.find(({ value }) => value === one)?.title ?? one);
  const isOne = only !== undefined && others.length === 0;
  return (
    <FilterChip
      {...frame}
      title={isOne || only === undefined ? (only ?? null) : several(chosen.length)}
      more={isOne || only === undefined ? '' : [only, ...others].join(', ')}
      onRemove={() => onChoose([])}
    >
      <Tick title={any} isOn={chosen.length === 0} closeOnClick onTick={() => onChoose([])} />
      <Menu.Separator />
      {options.map(({ value, title }) => (
        <Tick
          key={value}
          title={title}
          isOn={chosen.includes(value)}
          onTick={(isOn) => onChoose(isOn ? [...chosen, value] : chosen.filter((one) => one !== value))}
        />
      ))}
    </FilterChip>
  );
}

interface ChipProps {
  name: string;
  /** What it lets through; null where that is everything. */
  title: string | null;
  /** Which values these are, where the title does not say it. */
  more?: string;
  remove: (title: string) => string;
  onRemove: () => void;
  /** The button that opens the menu. */
  trigger?: RefObject<HTMLButtonElement | null>;
  /** False where something else takes the focus as the menu closes. No function: that would take it from wherever it is. */
  takesFocus?: boolean;
  children: ReactNode;
}

export function FilterChip(props: ChipProps) {
  const { name, title, more = '', remove, onRemove, takesFocus = true, children } = props;
  const own = useRef<HTMLButtonElement>(null);
  const trigger = props.trigger ?? own;
  const clear = () => {
    onRemove();
    trigger.current?.focus();
  };
  const said = more === '' ? title : `${title} (${more})`;
  return (
    <span className={title === null ? 'pick' : 'pick is-on'}>
      <Menu.Root modal={false}>
        <Menu.Trigger ref={trigger} aria-label={title === null ? name : `${name}: ${said}`}>
          <bdi className="clip">{title ?? name}</bdi>
          {title === null && <ChevronDown className="i" aria-hidden />}
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className="menu-place" align="start" sideOffset={4}>
            <Menu.Popup className="menu is-tall" finalFocus={takesFocus}>
              {children}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      {title !== null && (
        <button type="button" className="off" aria-label={remove(more === '' ? title : name)} onClick={clear}>
          <X className="i" aria-hidden />
        </button>
      )}
    </span>
  );
}

/** One of several that exclude each other, within a `Menu.RadioGroup`. */
export function Choice({ value, title, onPress }: FilterOption<string> & { onPress?: () => void }) {
  return (
    <Menu.RadioItem value={value} closeOnClick {...(onPress && { onClick: onPress })}>
      <bdi className="clip">{title}</bdi>
      <Menu.RadioItemIndicator className="end">
        <Check className="i" aria-hidden />
      </Menu.RadioItemIndicator>
    </Menu.RadioItem>
  );
}

interface TickProps {
  title: string;
  isOn: boolean;
  closeOnClick?: boolean;
  onTick: (isOn: boolean) => void;
}

function Tick({ title, isOn, closeOnClick = false, onTick }: TickProps) {
  return (
    <Menu.CheckboxItem checked={isOn} closeOnClick={closeOnClick} onCheckedChange={onTick}>
      <bdi className="clip">{title}</bdi>
      <Menu.CheckboxItemIndicator className="end">
        <Check className="i" aria-hidden />
      </Menu.CheckboxItemIndicator>
    </Menu.CheckboxItem>
  );
}
