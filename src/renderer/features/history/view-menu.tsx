/** What is done with all that was found: it, or what is chosen of it, is written to a file, or it is taken out. */
import { Menu } from '@base-ui/react/menu';
import { Ellipsis, Eraser, FileDown } from 'lucide-react';
import { clearFound, exportChosen, exportFound } from '../../state/history-acts.ts';
import { chosenIds } from '../../state/history-choice.ts';
import { isNarrow } from '../../state/history-query.ts';
import { useHistory } from '../../state/history-store.ts';
import { historyWords } from '../../ui/words.ts';
import { Item } from './record-menu.tsx';
import '../../ui/menu.css';

export function ViewMenu() {
  const matching = useHistory((state) => state.found?.matching ?? 0);
  const narrow = useHistory((state) => isNarrow(state.text, state.filters));
  const chosen = useHistory((state) => state.chosen.size);
  const say = historyWords;
  const exportLabel = (as: 'csv' | 'json'): string => {
    if (chosen > 0) return say.exportChosenAs[as](chosen);
    return narrow ? say.exportFoundAs[as](matching) : say.exportAs[as];
  };
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
                label={exportLabel(as)}
                onPress={() => void (chosen > 0 ? exportChosen(chosenIds(), as) : exportFound(as))}
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
