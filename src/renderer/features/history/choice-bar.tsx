/** The one bar for many: what can be done with all that are chosen. */
import { Menu } from '@base-ui/react/menu';
import { Ellipsis, ListX, RotateCw, ShieldCheck, SquareCheck, Trash2, X } from 'lucide-react';
import type { DestinationId } from '../../../shared/ids.ts';
import { checkLinks, moveTo, remove, sendAgain } from '../../state/history-acts.ts';
import { chooseAll, chooseNone, chosenIds } from '../../state/history-choice.ts';
import { useHistory } from '../../state/history-store.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import '../../ui/menu.css';
import { historyWords } from '../../ui/words.ts';
import { CopyAsMenu } from '../uploads/copy-as-menu.tsx';
import { focusList } from './focus-list.ts';
import { Item } from './record-menu.tsx';
import { SendToItems, SendToMenu } from './send-to-menu.tsx';

/** The acts after which nothing is chosen any more take the focus to the list. */
function removeChosen(): void {
  focusList();
  void remove(chosenIds());
}

function moveChosen(to: DestinationId): void {
  void moveTo(chosenIds(), to);
}

export function ChoiceBar() {
  const chosen = useHistory((state) => state.chosen);
  if (chosen.size === 0) return null;
  const say = historyWords;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a bar, no group of fields.
    <div className="acts-bar" role="group" aria-label={say.withChosen(chosen.size)}>
      <b className="num">{say.chosen(chosen.size)}</b>
      <CopyButton ids={chosenIds()} name={say.copyLinks} look="soft">
        {say.copyLinks}
      </CopyButton>
      <button type="button" className="btn bare only-wide" onClick={() => void checkLinks(chosenIds())}>
        {say.check}
      </button>
      <SendTo />
      <button type="button" className="btn bare only-wide" onClick={removeChosen}>
        {say.remove}
      </button>
      <MoreActs />
      <button
        type="button"
        className="icon"
        aria-label={say.chooseNone}
        onClick={() => {
          focusList();
          chooseNone();
        }}
      >
        <X className="i" aria-hidden />
      </button>
    </div>
  );
}

function SendTo() {
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className="btn bare only-wide">{historyWords.sendElsewhere}</Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="menu-place" align="start" side="top" sideOffset={8}>
          <Menu.Popup className="menu is-tall">
            <SendToItems onChoose={moveChosen} except={null} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

/** All of them: in a narrow window the bar has no room for more than one. */
function MoreActs() {
  const say = historyWords;
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className="icon" aria-label={say.moreActs}>
        <Ellipsis className="i" aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="menu-place" align="end" side="top" sideOffset={8}>
          <Menu.Popup className="menu">
            <CopyAs />
            <Item icon={ShieldCheck} label={say.check} onPress={() => void checkLinks(chosenIds())} />
            <Item icon={RotateCw} label={say.uploadAgain} onPress={() => void sendAgain(chosenIds())} />
            <SendToMenu onChoose={moveChosen} except={null} />
            <Item icon={SquareCheck} label={say.chooseAll} onPress={() => void chooseAll()} />
            <Menu.Separator />
            <Item
              icon={Trash2}
              label={say.deleteOnHost}
              onPress={() => useHistory.getState().put({ deleting: chosenIds() })}
            />
            <Item icon={ListX} label={say.remove} onPress={removeChosen} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

/** Of what is chosen as the menu opens. */
function CopyAs() {
  return <CopyAsMenu ids={chosenIds()} />;
}
