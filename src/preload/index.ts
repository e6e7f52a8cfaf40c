/**
 * The window's one typed door, and the only place that learns the paths of dropped files.
 *
 * Nothing that is exposed returns an absolute path or accepts one: a `File` is resolved here, and a forged one has none.
 */
import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron';
import type { CallInput, CallOutput, CallResult, Door, EventName, PreloadCall } from '../shared/contract.ts';

function callMain<N extends PreloadCall>(name: N, input: CallInput<N>): Promise<CallResult<CallOutput<N>>> {
  return ipcRenderer.invoke('droprelay:preload', name, input);
}

/** The path of a real `File`; '' for one that script made, and for anything that is no `File` at all. */
function pathOf(file: File): string {
  try {
    return webUtils.getPathForFile(file);
  } catch {
    return '';
  }
}

const door: Door = {
  call: (name, input) => ipcRenderer.invoke('droprelay:page', name, input),

  uploadFiles(files, from, choice = {}) {
    const entries = Array.from(files, (file) => {
      const path = pathOf(file);
      return path === '' ? { pathlessName: String(file?.name ?? '') } : { path };
    });
    return callMain('intake.files', { files: entries, from, ...choice });
  },

  uploadClipboard(where) {
    if (!navigator.userActivation.isActive) {
      return Promise.resolve({ ok: false, failure: { kind: 'forbidden', host: '', detail: 'no user gesture' } });
    }
    return callMain('intake.clipboard', where && { where });
  },

  on(name, listener) {
    const relay = (_event: IpcRendererEvent, told: EventName, payload: unknown): void => {
      if (told === name) listener(payload as Parameters<typeof listener>[0]);
    };
    ipcRenderer.on('droprelay:event', relay);
    return () => {
      ipcRenderer.off('droprelay:event', relay);
    };
  },
};

contextBridge.exposeInMainWorld('droprelay', door);
