/** What else can be done with a destination: a copy, its place in the chain, its end. */
import { Menu } from '@base-ui/react/menu';
import { CopyPlus, Ellipsis, ListMinus, ListPlus, type LucideIcon, RotateCcw, Trash2 } from 'lucide-react';
import type { DestinationSheet } from '../../../shared/destination-setup.ts';
import { loadDestinations } from '../../state/destination-requests.ts';
import { chainInView } from '../../state/destinations-slice.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import '../../ui/menu.css';
import { destinationWords } from '../../ui/words.ts';
import { isThisComputer, takeIn, takeOut } from './chain-acts.ts';

interface Props {
  sheet: DestinationSheet;
  onRemove: () => void;
}

export function SheetMenu({ sheet, onRemove }: Props) {
  const chain = useStore(chainInView);
  const order = useStore((state) => state.setup?.chains[chain].order);
  const { id, label, readyMade } = sheet;
  const say = destinationWords.sheet;
  const isIn = order?.includes(id) ?? false;
  const here = isThisComputer(sheet);
  // The public chain is never empty.
  const mayLeave = isIn && (chain === 'own' || (order?.length ?? 0) > 1);
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className="icon" aria-label={say.menu(label)}>
        <Ellipsis className="i" aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="menu-place" align="end" sideOffset={4}>
          <Menu.Popup className="menu">
            {!here && <Item icon={CopyPlus} label={say.duplicate} onPress={() => void duplicate(sheet)} />}
            {mayLeave && <Item icon={ListMinus} label={say.takeOut} onPress={() => void takeOut(sheet, chain)} />}
            {!isIn && !here && (
              <Item
                icon={ListPlus}
                label={destinationWords.stop.takeInName(label)}
                onPress={() => void takeIn(sheet, chain)}
              />
            )}
            {!here && <Menu.Separator />}
            {readyMade ? (
              <Item icon={RotateCcw} label={say.reset} onPress={onRemove} />
            ) : (
              <Item icon={Trash2} label={say.remove} onPress={onRemove} />
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function Item({ icon: Icon, label, onPress }: { icon: LucideIcon; label: string; onPress: () => void }) {
  return (
    <Menu.Item onClick={onPress}>
      <Icon className="i" aria-hidden />
      {label}
    </Menu.Item>
  );
}

async function duplicate({ id }: DestinationSheet): Promise<void> {
  const answer = await ask('destinations.duplicate', { id });
  if (answer === null) return;
  await loadDestinations();
  const { open, announce, setup } = useStore.getState();
  open({ kind: 'known', id: answer.value.id });
  const copy = setup?.destinations.find((one) => one.id === answer.value.id);
  announce(destinationWords.copied(copy?.label ?? ''));
}
