/** An entry of a menu that opens another one beside it. */
import { Menu } from '@base-ui/react/menu';
import { ChevronRight, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface Props {
  icon: LucideIcon;
  label: string;
  /** It may have more entries than the window has room for. */
  isTall?: boolean;
  children: ReactNode;
}

export function Submenu({ icon: Icon, label, isTall = false, children }: Props) {
  return (
    <Menu.SubmenuRoot>
      <Menu.SubmenuTrigger>
        <Icon className="i" aria-hidden />
        {label}
        <ChevronRight className="i end" aria-hidden />
      </Menu.SubmenuTrigger>
      <Menu.Portal>
        <Menu.Positioner className="menu-place" align="start" alignOffset={-6} sideOffset={4}>
          <Menu.Popup className={isTall ? 'menu is-tall' : 'menu'}>{children}</Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.SubmenuRoot>
  );
}
