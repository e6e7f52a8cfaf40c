/** A filter of a list: one value out of a few, or none; what is chosen shows as a chip that can be removed. */
import { Menu } from '@base-ui/react/menu';
import { Check, ChevronDown, X } from 'lucide-react';
import { useRef } from 'react';
import './filter-menu.css';
import './menu.css';

export interface FilterOption<T extends string> {
  readonly value: T;
  readonly title: string;
}

interface Props<T extends string> {
  name: string;
  /** What the menu's first entry is called: it lets everything through. */
  any: string;
  options: readonly FilterOption<T>[];
  chosen: T | null;
  /** The accessible name of what removes the chosen one. */
  remove: (title: string) => string;
  onChoose: (value: T | null) => void;
}

export function FilterMenu<T extends string>({ name, any, options, chosen, remove, onChoose }: Props<T>) {
  const trigger = useRef<HTMLButtonElement>(null);
  const title = options.find(({ value }) => value === chosen)?.title ?? null;
  const clear = () => {
    onChoose(null);
    trigger.current?.focus();
  };
  return (
    <span className={title === null ? 'pick' : 'pick is-on'}>
      <Menu.Root modal={false}>
        <Menu.Trigger ref={trigger} aria-label={title === null ? name : `${name}: ${title}`}>
          <bdi className="clip">{title ?? name}</bdi>
          {title === null && <ChevronDown className="i" aria-hidden />}
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className="menu-place" align="start" sideOffset={4}>
            <Menu.Popup className="menu is-tall">
              <Menu.RadioGroup
                value={chosen ?? ''}
                onValueChange={(value: T | '') => onChoose(value === '' ? null : value)}
              >
                <Choice value="" title={any} />
                <Menu.Separator />
                {options.map((option) => (
                  <Choice key={option.value} {...option} />
                ))}
              </Menu.RadioGroup>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      {title !== null && (
        <button type="button" className="off" aria-label={remove(title)} onClick={clear}>
          <X className="i" aria-hidden />
        </button>
      )}
    </span>
  );
}

function Choice({ value, title }: FilterOption<string>) {
  return (
    <Menu.RadioItem value={value} closeOnClick>
      <bdi className="clip">{title}</bdi>
      <Menu.RadioItemIndicator className="end">
        <Check className="i" aria-hidden />
      </Menu.RadioItemIndicator>
    </Menu.RadioItem>
  );
}
