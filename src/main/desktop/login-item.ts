/** Starts the program when the user logs in, and tells whether the system really does. */
import type { StartUpView } from '../../shared/desktop-view.ts';
import type { LaunchCommand } from './launch-command.ts';

export interface LoginItem {
  /** What the system has, whoever put or removed it. */
  view(): StartUpView;
  set(on: boolean): void;
}

/** Electron's `app`, as far as it is needed here. */
export interface SystemLoginItems {
  getLoginItemSettings(options: { path: string; args: string[] }): {
    openAtLogin: boolean;
    status?: string;
    executableWillLaunchAtLogin?: boolean;
  };
  setLoginItemSettings(settings: { openAtLogin: boolean; path: string; args: string[] }): void;
}

/** macOS and Windows keep such a list themselves. */
export function systemLoginItem(system: SystemLoginItems, { program, args }: LaunchCommand): LoginItem {
  const command = { path: program, args: [...args] };
  return {
    view() {
      const { openAtLogin, status, executableWillLaunchAtLogin } = system.getLoginItemSettings(command);
      const needsApproval = status === 'requires-approval';
      // Windows lets the user switch an entry off and keeps it.
      return { atLogin: (openAtLogin && executableWillLaunchAtLogin !== false) || needsApproval, needsApproval };
    },
    set: (on) => system.setLoginItemSettings({ openAtLogin: on, ...command }),
  };
}
