/** Copies one link in another format than usual, which stays as it is. */
import { Menu } from '@base-ui/react/menu';
import { ChevronRight, CopyPlus } from 'lucide-react';
import type { UploadId } from '../../../shared/ids.ts';
import { CopyFormat } from '../../../shared/preferences.ts';
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
            {CopyFormat.options.map((format) => (
              <Menu.Item key={format} onClick={() => void copyLinks([id], format)}>
                {say.formats[format]}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.SubmenuRoot>
  );
}
