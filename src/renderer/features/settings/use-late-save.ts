/** A text that is saved once its writer pauses, leaves it, or closes the view. */
import { useEffect, useRef, useState } from 'react';

const pauseMs = 400;

export interface LateText {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur: () => void;
}

/** @param saved what it was saved as last; it is shown while nothing is being written */
export function useLateSave(saved: string, save: (value: string) => void): LateText {
  const [draft, setDraft] = useState<string | null>(null);
  const pending = useRef<{ readonly value: string; readonly timer: number } | null>(null);
  const latest = useRef(save);
  latest.current = save;
  const flush = () => {
    if (pending.current === null) return;
    clearTimeout(pending.current.timer);
    const { value } = pending.current;
    pending.current = null;
    latest.current(value);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is pending is saved when the view goes, and only then.
  useEffect(() => flush, []);
  return {
    value: draft ?? saved,
    onChange(value) {
      setDraft(value);
      if (pending.current) clearTimeout(pending.current.timer);
      pending.current = { value, timer: window.setTimeout(flush, pauseMs) };
    },
    onBlur() {
      flush();
    },
  };
}
