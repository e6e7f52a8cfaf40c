/** The two doors that the window calls through. They stand open before there is anybody to answer: a call waits. */
import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';

export type Door = 'page' | 'preload';

/** Who called, as it was when the call came: by the time it is answered, another page may stand in the frame. */
export interface Caller {
  readonly sender: WebContents;
  /** It was the page itself, no frame in it. */
  readonly isMainFrame: boolean;
  /** Null where the frame was gone already. */
  readonly origin: string | null;
}

/** Answers what came through a door; name and input are as the page sent them. */
export type Answer = (door: Door, caller: Caller, name: unknown, input: unknown) => Promise<unknown>;

export interface Doors extends Disposable {
  answerBy(answer: Answer): void;
}

const doors: readonly Door[] = ['page', 'preload'];
const channelOf = (door: Door): string => `droprelay:${door}`;

export function openDoors(): Doors {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  for (const door of doors) {
    ipcMain.handle(channelOf(door), async (event, name: unknown, input: unknown) => {
      const caller = callerOf(event);
      return (await promise)(door, caller, name, input);
    });
  }
  return {
    answerBy: resolve,
    [Symbol.dispose]() {
      for (const door of doors) ipcMain.removeHandler(channelOf(door));
    },
  };
}

function callerOf({ sender, senderFrame }: IpcMainInvokeEvent): Caller {
  const isMainFrame = senderFrame !== null && senderFrame === sender.mainFrame;
  return { sender, isMainFrame, origin: senderFrame?.origin ?? null };
}
