/** Listens for the keys of a shortcut: every key belongs to it until one was chosen, or Esc. */
import { useEffect, useState } from 'react';
import { areUsableKeys, writtenKeys } from '../../../shared/shortcut-keys.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';

interface KeyRecorder {
  readonly isOn: boolean;
  /** Keys were pressed that are no shortcut alone. */
  readonly needsMore: boolean;
  start(): void;
  stop(): void;
}

export function useKeyRecorder(chosen: (keys: string) => void): KeyRecorder {
  const [isOn, setOn] = useState(false);
  const [needsMore, setNeedsMore] = useState(false);
  const platform = useStore((state) => state.platform);
  useEffect(() => {
    if (!isOn) return;
    // The present shortcut would take its own keys away.
    void ask('shortcut.record', { on: true });
    const stop = () => setOn(false);
    const press = (event: KeyboardEvent) => {
      event.preventDefault();
      event.stopPropagation();
      if (event.repeat) return;
      const keys = writtenKeys(event, platform);
      if (event.key === 'Escape' && keys === null) return stop();
      if (keys === null) return;
      if (!areUsableKeys(keys)) return setNeedsMore(true);
      stop();
      chosen(keys);
    };
    addEventListener('keydown', press, true);
    addEventListener('blur', stop);
    return () => {
      removeEventListener('keydown', press, true);
      removeEventListener('blur', stop);
      void ask('shortcut.record', { on: false });
    };
  }, [isOn, platform, chosen]);
  return {
    isOn,
    needsMore: isOn && needsMore,
    start() {
      setNeedsMore(false);
      setOn(true);
    },
    stop: () => setOn(false),
  };
}
