/** Copies one link in another format than usual, which stays as it is. */
import { Menu } from '@base-ui/react/menu';
import { ChevronRight, CopyPlus } from 'lucide-react';
import { copyFormats } from '../../../shared/choices.ts';
import type { UploadId } from '../../../shared/ids.ts';
import { copyLinks } from '../../state/requests.ts';
import { clipboardWords } from '../../ui/words.ts';

export function CopyAsMenu({ id }: { id: UploadId }) {
  const say = clipboardWords;
  return (
    <Menu.SubmenuRoot>
      <Menu.SubmenuTrigger>
        <CopyPlus className="i" aria-hidden />
        {say.copyAs}
        <ChevronRight className="i end" aria-hidden />
      </Menu.SubmenuTrigger>
      <Menu.Portal>
        <Menu.Positioner className="menu-place" align="start" alignOffset={-6} sideOffset={4}>
          <Menu.Popup className="menu">
            <CopyFormats ids={[id]} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.SubmenuRoot>
  );
}

/** An entry for each format. */
export function CopyFormats({ ids }: { ids: readonly UploadId[] }) {
  return copyFormats.map((format) => (
    <Menu.Item key={format} onClick={() => void copyLinks(ids, format)}>
      {clipboardWords.formats[format]}
    </Menu.Item>
  ));
}
