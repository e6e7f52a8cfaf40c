/** The providers that a destination can be made of, those that are off by default with their reason. */
import { Menu } from '@base-ui/react/menu';
import { Plus } from 'lucide-react';
import type { ProviderView } from '../../../shared/destination-setup.ts';
import { useStore } from '../../state/store.ts';
import '../../ui/menu.css';
import { destinationWords } from '../../ui/words.ts';
import { isThisComputer } from './chain-acts.ts';
import { ScopeBadge } from './scope-badge.tsx';

export function AddMenu({ providers }: { providers: readonly ProviderView[] }) {
  const open = useStore((state) => state.open);
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className="btn" aria-label={destinationWords.addOne}>
        <Plus className="i" aria-hidden />
        {destinationWords.add}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="menu-place" align="end" sideOffset={4}>
          {/* The new form takes the focus itself. */}
          <Menu.Popup className="menu add-menu" finalFocus={() => useStore.getState().opened?.kind !== 'new'}>
            {providers
              .filter(({ id }) => !isThisComputer({ provider: id }))
              .map(({ id, name, homepage, offBecause, scope }) => (
                <Menu.Item key={id} onClick={() => open({ kind: 'new', provider: id })}>
                  <span className="what">
                    <b>{name}</b>
                    <span className="quiet">{offBecause ?? URL.parse(homepage ?? '')?.host}</span>
                  </span>
                  <ScopeBadge scope={scope} />
                </Menu.Item>
              ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
