/** The rows of a large batch in blocks: only those near the view are drawn, the others keep their place free. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { UploadId } from '../../../shared/ids.ts';
import { useStore } from '../../state/store.ts';
import { drawInTurn } from './draw-in-turn.ts';
import { Row } from './row.tsx';

const rowsPerBlock = 8;
/** px of a row, until a block was drawn. */
const usualRow = 64;
/** Drawn beyond the edges of what is in sight: quick scrolling and Tab find rows there. */
const beyond = '800px 0px';

export function RowBlocks({ ids }: { ids: readonly UploadId[] }) {
  const blocks = Array.from({ length: Math.ceil(ids.length / rowsPerBlock) }, (_, at) => at * rowsPerBlock);
  return blocks.map((first) => (
    <Block key={first} ids={ids.slice(first, first + rowsPerBlock)} first={first} all={ids.length} />
  ));
}

interface Props {
  ids: readonly UploadId[];
  /** Place of the block's first row in the batch. */
  first: number;
  /** Rows of the whole batch. */
  all: number;
}

function Block({ ids, first, all }: Props) {
  const ref = useRef<HTMLDivElement>(null);
  const { near, height } = useNear(ref);
  const needed = useStore(({ detailsOf, renaming }) => ids.some((id) => id === detailsOf || id === renaming));
  const drawn = near || needed;
  return (
    <div ref={ref} role="presentation" style={drawn ? undefined : { height: height ?? ids.length * usualRow }}>
      {drawn && ids.map((id, at) => <Row key={id} id={id} place={first + at + 1} of={all} />)}
    </div>
  );
}

interface Near {
  /** It is in sight or close to that, or holds the focus. */
  readonly near: boolean;
  /** px that it took when it was drawn last; null where it never was. */
  readonly height: number | null;
}

function useNear(ref: RefObject<HTMLElement | null>): Near {
  const [state, setState] = useState<Near>({ near: false, height: null });
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    let letGo: () => void = () => undefined;
    const look = (entries: readonly IntersectionObserverEntry[]) => {
      letGo();
      // After a busy moment several are told at once: the last is how it is now.
      const entry = entries.at(-1);
      if (!entry) return;
      const { height } = entry.boundingClientRect;
      if (entry.isIntersecting || element.contains(document.activeElement)) {
        letGo = drawInTurn(() => setState((before) => (before.near ? before : { ...before, near: true })));
      } else setState((before) => (before.near ? { near: false, height } : before));
    };
    const observer = new IntersectionObserver(look, { root: element.closest('.scroll'), rootMargin: beyond });
    observer.observe(element);
    return () => {
      letGo();
      observer.disconnect();
    };
  }, [ref]);
  return state;
}
