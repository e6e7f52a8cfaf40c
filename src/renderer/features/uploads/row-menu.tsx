/** The one menu behind every row's ⋯: what applies to that upload now. */
import { Menu } from '@base-ui/react/menu';
import {
  Ban,
  Copy,
  Ellipsis,
  ExternalLink,
  FastForward,
  FolderOpen,
  Link,
  ListStart,
  ListX,
  type LucideIcon,
  Monitor,
  PanelRight,
  Pause,
  PencilLine,
  Play,
  QrCode,
  RotateCw,
  Send,
  Settings2,
  Trash2,
  Undo2,
  Waypoints,
  X,
} from 'lucide-react';
import { memo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { UploadId } from '../../../shared/ids.ts';
import { plainName } from '../../../shared/messages/index.ts';
import type { UploadView } from '../../../shared/model.ts';
import { isFinal } from '../../../shared/states.ts';
import { hasLiveLink } from '../../state/conditions.ts';
import { ask, copyLinks } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { clipboardWords, words } from '../../ui/words.ts';
import { type ActKind, menuActs, perform } from './acts.ts';
import { CopyAsMenu } from './copy-as-menu.tsx';
import '../../ui/menu.css';

const menu = Menu.createHandle<UploadId>();

/** A trigger costs more than the rest of its row: it is drawn once, however often the upload changes. */
export const RowMenuTrigger = memo(function RowMenuTrigger({ id, name }: Pick<UploadView, 'id' | 'name'>) {
  return (
    <Menu.Trigger className="icon more" handle={menu} payload={id} aria-label={words.list.more(plainName(name))}>
      <Ellipsis className="i" aria-hidden />
    </Menu.Trigger>
  );
});

/** Whether the row may have the focus back: what the menu opened takes it itself. */
function focusIsFree(): boolean {
  const { detailsOf, deletionOf, choosing, renaming } = useStore.getState();
  return detailsOf === null && deletionOf === null && choosing === null && renaming === null;
}

export function RowMenu() {
  return (
    <Menu.Root handle={menu} modal={false}>
      {({ payload }) => (
        <Menu.Portal>
          <Menu.Positioner className="menu-place" align="end" sideOffset={4}>
            <Menu.Popup className="menu" finalFocus={focusIsFree}>
              {payload !== undefined && <Items id={payload} />}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      )}
    </Menu.Root>
  );
}

export const signs: Record<ActKind, LucideIcon> = {
  skip: FastForward,
  consent: FastForward,
  'use-link': Link,
  'send-anyway': RotateCw,
  'send-now': Send,
  retry: RotateCw,
  'send-elsewhere': Waypoints,
  rename: PencilLine,
  'share-here': Monitor,
  'choose-again': FolderOpen,
  'open-settings': Settings2,
  'open-destination': Waypoints,
  undo: Undo2,
  pause: Pause,
  resume: Play,
  'send-first': ListStart,
  delete: Trash2,
};

function Items({ id }: { id: UploadId }) {
  const upload = useStore((state) => state.uploads[id]);
  const known = useStore(useShallow(({ destinations, settings, uploads }) => ({ destinations, settings, uploads })));
  const showDetails = useStore((state) => state.showDetails);
  if (!upload) return null;
  const live = hasLiveLink(upload, Date.now());
  const sharing = live && upload.receipt?.share != null;
  const say = words.list;
  return (
    <>
      <Item icon={PanelRight} label={say.details} onPress={() => showDetails(id)} />
      {live && <Item icon={Copy} label={say.copyLink} onPress={() => void copyLinks([id])} />}
      {live && <CopyAsMenu ids={[id]} />}
      {live && <Item icon={QrCode} label={clipboardWords.code.item} onPress={() => showDetails(id, true)} />}
      {live && <Item icon={ExternalLink} label={say.openLink} onPress={() => void ask('links.open', { id })} />}
      {menuActs(upload, known).map(({ kind, label }) => (
        <Item key={kind} icon={signs[kind]} label={label} onPress={() => perform(kind, upload)} />
      ))}
      {sharing && <Item icon={Ban} label={say.stopSharing} onPress={() => void ask('uploads.stopShare', { id })} />}
      {!sharing && <Menu.Separator />}
      {!isFinal(upload.state) ? (
        <Item icon={X} label={say.cancel} onPress={() => void ask('uploads.cancel', { id })} />
      ) : (
        // What is shared stays in the list: here it can be stopped.
        !sharing && <Item icon={ListX} label={say.remove} onPress={() => void ask('uploads.dismiss', { ids: [id] })} />
      )}
    </>
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
