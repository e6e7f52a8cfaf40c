/** Draws parts of a long list one after the other: between two of them the page answers. */
import { flushSync } from 'react-dom';

const waiting = new Set<() => void>();

/** Calls `draw` soon, in the order of the calls; what is given takes it back if it has not been yet. */
export function drawInTurn(draw: () => void): () => void {
  waiting.add(draw);
  if (waiting.size === 1) setTimeout(drawNext);
  return () => waiting.delete(draw);
}

function drawNext(): void {
  const [next] = waiting;
  if (!next) return;
  waiting.delete(next);
  if (waiting.size > 0) setTimeout(drawNext);
  flushSync(next);
}
