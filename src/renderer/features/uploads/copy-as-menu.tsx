/** Copies links in another format than usual, which stays as it is. */
import { Menu } from '@base-ui/react/menu';
import { CopyPlus } from 'lucide-react';
import { copyFormats } from '../../../shared/choices.ts';
import type { UploadId } from '../../../shared/ids.ts';
import { copyLinks } from '../../state/requests.ts';
import { Submenu } from '../../ui/submenu.tsx';
import { clipboardWords } from '../../ui/words.ts';

export function CopyAsMenu({ ids }: { ids: readonly UploadId[] }) {
  return (
    <Submenu icon={CopyPlus} label={clipboardWords.copyAs}>
      <CopyFormats ids={ids} />
    </Submenu>
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
