/** The current time for components that count: one clock for all, which runs only while somebody looks. */
import { useSyncExternalStore } from 'react';

interface Ticker {
  subscribe(listener: () => void): () => void;
  read(): number;
}

function ticker(everyMs: number): Ticker {
  const listeners = new Set<() => void>();
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = () => {
    now = Date.now();
    for (const listener of listeners) listener();
  };
  return {
    subscribe(listener) {
      if (listeners.size === 0) {
        now = Date.now();
        timer = setInterval(tick, everyMs);
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
    read() {
      if (listeners.size === 0 && Date.now() - now >= everyMs) now = Date.now();
      return now;
    },
  };
}

const seconds = ticker(1000);
const minutes = ticker(30_000);

/** Epoch ms, renewed each second. */
export function useSeconds(): number {
  return useSyncExternalStore(seconds.subscribe, seconds.read);
}

/** Epoch ms, renewed twice a minute. */
export function useMinutes(): number {
  return useSyncExternalStore(minutes.subscribe, minutes.read);
}
