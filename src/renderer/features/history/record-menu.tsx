/** The one menu behind every row's ⋯ in the history: what applies to that upload now. */
import { Menu } from '@base-ui/react/menu';
import {
  Copy,
  Ellipsis,
  ExternalLink,
  ListX,
  type LucideIcon,
  PanelRight,
  QrCode,
  RotateCw,
  ShieldCheck,
  Trash2,
  X,
} from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import type { HistoryRow } from '../../../shared/history.ts';
import { plainName } from '../../../shared/messages/index.ts';
import { isFinal } from '../../../shared/states.ts';
import { canDelete, hasLiveLink } from '../../state/conditions.ts';
import { checkLinks, remove, sendAgain, sendElsewhere } from '../../state/history-acts.ts';
import { useHistory } from '../../state/history-store.ts';
import { ask, copyLinks } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { clipboardWords, historyWords, tongue, words } from '../../ui/words.ts';
import { type ActKind, menuActs, perform } from '../uploads/acts.ts';
import { CopyAsMenu } from '../uploads/copy-as-menu.tsx';
import { signs } from '../uploads/row-menu.tsx';
import { openRow } from './opened.ts';
import { SendToMenu } from './send-to-menu.tsx';
import { useLast } from './use-last.ts';
import '../../ui/menu.css';

/** A button alone: a menu's own trigger in each row would slow the scrolling down. */
export function RecordMenuTrigger({ row, tabIndex }: { row: HistoryRow; tabIndex: number }) {
  const open = useHistory((state) => state.menuOf?.row.id === row.id);
  return (
    <button
      type="button"
      className="icon"
      tabIndex={tabIndex}
      aria-label={words.list.more(plainName(row.name))}
      aria-haspopup="menu"
      aria-expanded={open}
      data-popup-open={open ? '' : undefined}
      onClick={({ currentTarget }) => (open ? closeRecordMenu() : openRecordMenu(row, currentTarget))}
    >
      <Ellipsis className="i" aria-hidden />
    </button>
  );
}

export function openRecordMenu(row: HistoryRow, button: HTMLElement): void {
  useHistory.getState().put({ menuOf: { row, button } });
}

function closeRecordMenu(): void {
  useHistory.getState().put({ menuOf: null });
}

/** Details, old and new links, and the question before a deletion take the focus themselves. */
function focusAfter(button: HTMLElement | undefined): HTMLElement | boolean {
  const { deleting, movedShown } = useHistory.getState();
  const isFree = useStore.getState().detailsOf === null && deleting === null && movedShown === null;
  return isFree && (button ?? true);
}

export function RecordMenu() {
  const menuOf = useHistory((state) => state.menuOf);
  const shown = useLast(menuOf);
  return (
    <Menu.Root
      open={menuOf !== null}
      onOpenChange={(open, { event: { target } }) => {
        // A press on its own button is told there, by the click.
        const isOwn = target instanceof Node && menuOf?.button.contains(target);
        if (!open && !isOwn) closeRecordMenu();
      }}
      modal={false}
    >
      <Menu.Portal>
        <Menu.Positioner className="menu-place" anchor={shown?.button ?? null} align="end" sideOffset={4}>
          <Menu.Popup className="menu" finalFocus={() => focusAfter(shown?.button)}>
            {shown && <Items read={shown.row} />}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

/** Has entries of its own here, or is done among the uploads. */
const elsewhere: ReadonlySet<ActKind> = new Set(['delete', 'send-elsewhere', 'rename', 'send-first']);

function Items({ read }: { read: HistoryRow }) {
  const live = useStore((state) => state.uploads[read.id]);
  const known = useStore(useShallow(({ destinations, settings, uploads }) => ({ destinations, settings, uploads })));
  const row = live ? { ...read, ...live } : read;
  const { id, receipt, state } = row;
  const hasLink = receipt !== null && hasLiveLink(row, Date.now());
  const deletable = known.settings !== null && canDelete(row, known.settings.setups, Date.now());
  const acts = state.name === 'done' ? [] : menuActs(row, known).filter(({ kind }) => !elsewhere.has(kind));
  const say = historyWords;
  return (
    <>
      <Item icon={PanelRight} label={words.list.details} onPress={() => openRow(row)} />
      {hasLink && <Item icon={Copy} label={words.list.copyLink} onPress={() => void copyLinks([id])} />}
      {hasLink && <CopyAsMenu ids={[id]} />}
      {hasLink && <Item icon={QrCode} label={clipboardWords.code.item} onPress={() => openRow(row, true)} />}
      {hasLink && (
        <Item icon={ExternalLink} label={words.list.openLink} onPress={() => void ask('links.open', { id })} />
      )}
      {hasLink && <Item icon={ShieldCheck} label={say.checkOne} onPress={() => void checkLinks([id])} />}
      {acts.map(({ kind, label }) => (
        <Item key={kind} icon={signs[kind]} label={label} onPress={() => perform(kind, row)} />
      ))}
      {state.name === 'done' && <Item icon={RotateCw} label={say.uploadAgain} onPress={() => void sendAgain([id])} />}
      {isFinal(state) && (
        <SendToMenu onChoose={(to) => void sendElsewhere(row, to)} except={hasLink ? receipt.destinationId : null} />
      )}
      <Menu.Separator />
      {deletable && receipt && (
        <Item
          icon={Trash2}
          label={tongue.words.deletion.act(receipt.destinationLabel)}
          onPress={() => useHistory.getState().put({ deleting: [id] })}
        />
      )}
      {isFinal(state) ? (
        <Item icon={ListX} label={say.remove} onPress={() => void remove([id])} />
      ) : (
        <Item icon={X} label={words.list.cancel} onPress={() => void ask('uploads.cancel', { id })} />
      )}
    </>
  );
}

export function Item({ icon: Icon, label, onPress }: { icon: LucideIcon; label: string; onPress: () => void }) {
  return (
    <Menu.Item onClick={onPress}>
      <Icon className="i" aria-hidden />
      {label}
    </Menu.Item>
  );
}
