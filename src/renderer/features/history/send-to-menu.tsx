/** Sends files to another destination, chosen from all that are set up. */
import { Menu } from '@base-ui/react/menu';
import { Waypoints } from 'lucide-react';
import type { DestinationId } from '../../../shared/ids.ts';
import { useStore } from '../../state/store.ts';
import { Submenu } from '../../ui/submenu.tsx';
import { historyWords } from '../../ui/words.ts';

interface Props {
  onChoose: (to: DestinationId) => void;
  /** Not offered: there it is. */
  except: DestinationId | null;
}

export function SendToMenu(props: Props) {
  return (
    <Submenu icon={Waypoints} label={historyWords.sendTo} isTall>
      <SendToItems {...props} />
    </Submenu>
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
