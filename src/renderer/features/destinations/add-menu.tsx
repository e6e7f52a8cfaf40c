/** The services that a destination can be made of, to be searched; own storage first. */
import { Combobox } from '@base-ui/react/combobox';
import { Plus, Search } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { ProviderView } from '../../../shared/destination-setup.ts';
import { useStore } from '../../state/store.ts';
import '../../ui/menu.css';
import { destinationWords } from '../../ui/words.ts';
import './add-menu.css';
import { isThisComputer } from './chain-acts.ts';
import { ScopeBadge } from './scope-badge.tsx';
import { addButtonId } from './stop-ids.ts';

interface Group {
  readonly value: string;
  readonly items: readonly ProviderView[];
}

export function AddMenu({ providers }: { providers: readonly ProviderView[] }) {
  const open = useStore((state) => state.open);
  const isAdding = useStore((state) => state.isAdding);
  const add = useStore((state) => state.add);
  const hasChosen = useRef(false);
  useEffect(() => {
    if (isAdding) hasChosen.current = false;
  }, [isAdding]);
  const say = destinationWords;
  const offered = providers.filter(({ id }) => !isThisComputer({ provider: id }));
  const groups: Group[] = [
    { value: say.chains.own, items: offered.filter(({ scope }) => scope !== 'public') },
    { value: say.chains.public, items: offered.filter(({ scope }) => scope === 'public') },
  ].filter(({ items }) => items.length > 0);
  return (
    <Combobox.Root
      items={groups}
      value={null}
      itemToStringLabel={({ name }: ProviderView) => name}
      filter={matches}
      autoHighlight
      open={isAdding}
      onOpenChange={(isOpen) => add(isOpen)}
      onValueChange={(provider: ProviderView | null) => {
        if (provider === null) return;
        hasChosen.current = true;
        open({ kind: 'new', provider: provider.id });
      }}
    >
      <Combobox.Trigger id={addButtonId} className="btn" aria-label={say.addOne}>
        <Plus className="i" aria-hidden />
        {say.add}
      </Combobox.Trigger>
      <Combobox.Portal>
        <Combobox.Positioner className="menu-place" align="end" sideOffset={4}>
          {/* The new form takes the focus itself; by the end of this menu it may be closed again. */}
          <Combobox.Popup className="menu add-menu" aria-label={say.addOne} finalFocus={() => !hasChosen.current}>
            <div className="search">
              <Search className="i" aria-hidden />
              <Combobox.Input aria-label={say.addSearch} placeholder={say.addSearch} />
            </div>
            <Combobox.Empty className="quiet">{say.addNone}</Combobox.Empty>
            <Combobox.List className="services">
              {(group: Group) => (
                <Combobox.Group key={group.value} items={group.items}>
                  <Combobox.GroupLabel className="quiet head">{group.value}</Combobox.GroupLabel>
                  <Combobox.Collection>
                    {(provider: ProviderView) => <Service key={provider.id} {...provider} />}
                  </Combobox.Collection>
                </Combobox.Group>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}

function Service(provider: ProviderView) {
  const { name, homepage, offBecause, scope } = provider;
  return (
    <Combobox.Item value={provider} className="service">
      <span className="what">
        <b>{name}</b>
        <span className="quiet">{offBecause ?? URL.parse(homepage ?? '')?.host}</span>
      </span>
      <ScopeBadge scope={scope} />
    </Combobox.Item>
  );
}

/** By what it is called, where it is, what it says of itself, and the kinds of service that its form offers. */
function matches({ name, homepage, offBecause, form }: ProviderView, query: string): boolean {
  const choices = form.flatMap((field) => (field.kind === 'choice' ? field.choices.map(({ title }) => title) : []));
  const text = [name, homepage, offBecause, ...choices].join(' ').toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
