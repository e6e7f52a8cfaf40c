/** What is done with all that was found: it is written to a file, or taken out of the history. */
import { Menu } from '@base-ui/react/menu';
import { Ellipsis, Eraser, FileDown } from 'lucide-react';
import { clearFound, exportFound } from '../../state/history-acts.ts';
import { isNarrow } from '../../state/history-query.ts';
import { useHistory } from '../../state/history-store.ts';
import { historyWords } from '../../ui/words.ts';
import { Item } from './record-menu.tsx';
import '../../ui/menu.css';

export function ViewMenu() {
  const matching = useHistory((state) => state.found?.matching ?? 0);
  const narrow = useHistory((state) => isNarrow(state.text, state.filters));
  const say = historyWords;
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className="icon" aria-label={say.more} disabled={matching === 0}>
        <Ellipsis className="i" aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="menu-place" align="end" sideOffset={4}>
          <Menu.Popup className="menu">
            {(['csv', 'json'] as const).map((as) => (
              <Item
                key={as}
                icon={FileDown}
                label={narrow ? say.exportFoundAs[as](matching) : say.exportAs[as]}
                onPress={() => void exportFound(as)}
              />
            ))}
            <Menu.Separator />
            <Item
              icon={Eraser}
              label={narrow ? say.clearFound(matching) : say.clear}
              onPress={() => void clearFound(!narrow)}
            />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
