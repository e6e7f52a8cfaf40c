/** The two doors that the window calls through. They stand open before there is anybody to answer: a call waits. */
import { type IpcMainInvokeEvent, ipcMain } from 'electron';

export type Door = 'page' | 'preload';

/** Answers what came through a door; name and input are as the page sent them. */
export type Answer = (door: Door, event: IpcMainInvokeEvent, name: unknown, input: unknown) => Promise<unknown>;

export interface Doors extends Disposable {
  answerBy(answer: Answer): void;
}

const doors: readonly Door[] = ['page', 'preload'];
const channelOf = (door: Door): string => `droprelay:${door}`;

export function openDoors(): Doors {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  for (const door of doors) {
    ipcMain.handle(channelOf(door), async (event, name: unknown, input: unknown) =>
      (await promise)(door, event, name, input),
    );
  }
  return {
    answerBy: resolve,
    [Symbol.dispose]() {
      for (const door of doors) ipcMain.removeHandler(channelOf(door));
    },
  };
}
