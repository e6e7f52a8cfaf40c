/** Sends files to another destination, chosen from all that are set up. */
import { Menu } from '@base-ui/react/menu';
import { ChevronRight, Waypoints } from 'lucide-react';
import type { DestinationId } from '../../../shared/ids.ts';
import { useStore } from '../../state/store.ts';
import { historyWords } from '../../ui/words.ts';

interface Props {
  onChoose: (to: DestinationId) => void;
  /** Not offered: there it is. */
  except: DestinationId | null;
}

export function SendToMenu(props: Props) {
  return (
    <Menu.SubmenuRoot>
      <Menu.SubmenuTrigger>
        <Waypoints className="i" aria-hidden />
        {historyWords.sendTo}
        <ChevronRight className="i end" aria-hidden />
      </Menu.SubmenuTrigger>
      <Menu.Portal>
        <Menu.Positioner className="menu-place" align="start" alignOffset={-6} sideOffset={4}>
          <Menu.Popup className="menu is-tall">
            <SendToItems {...props} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.SubmenuRoot>
  );
}

/** An entry for each destination. */
export function SendToItems({ onChoose, except }: Props) {
  const destinations = useStore((state) => state.destinations);
  return destinations
    .filter(({ id }) => id !== except)
    .map(({ id, label }) => (
      <Menu.Item key={id} onClick={() => onChoose(id)}>
        <bdi className="clip">{label}</bdi>
      </Menu.Item>
    ));
}
