/** What was dropped together: its sum in words, all its links, its rows; older ones fold to their line. */
import { ChevronDown } from 'lucide-react';
import { useLayoutEffect } from 'react';
import type { BatchId } from '../../../shared/ids.ts';
import { usePaces } from '../../state/paces-store.ts';
import { copyLinks } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { words } from '../../ui/words.ts';
import { type BatchSum, factsOf, noIds } from './batch-facts.ts';
import { batchLeft, linksOf, sumLine, toGo } from './batch-sum.ts';
import { Countdown, GoButtons } from './go-buttons.tsx';
import { HoldButtons } from './hold-buttons.tsx';
import { keepMovedInView } from './moves.ts';
import { Row } from './row.tsx';
import { RowBlocks } from './row-blocks.tsx';

/** From this many rows on, rows out of sight are not drawn. */
const manyRows = 100;

export function Batch({ id, newest }: { id: BatchId; newest: boolean }) {
  const ids = useStore((state) => state.idsByBatch[id] ?? noIds);
  const sum = useStore((state) => factsOf(state, id).sum);
  const byHand = useStore((state) => state.unfolded[id]);
  const open = byHand ?? (newest || toGo(sum) > 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new order is what calls for it.
  useLayoutEffect(keepMovedInView, [ids]);
  const many = ids.length > manyRows;
  return (
    <div className={newest ? 'group' : 'group older'}>
      <BatchLine id={id} sum={sum} newest={newest} open={open} />
      {open && (
        // biome-ignore lint/a11y/useSemanticElements: a large batch has blocks between the list and its items.
        <div role="list" aria-label={words.list.name} className={many ? 'rows many' : 'rows'}>
          {many ? <RowBlocks ids={ids} /> : ids.map((upload) => <Row key={upload} id={upload} />)}
        </div>
      )}
    </div>
  );
}

interface LineProps {
  id: BatchId;
  sum: BatchSum;
  newest: boolean;
  open: boolean;
}

function BatchLine({ id, sum, newest, open }: LineProps) {
  const createdAt = useStore((state) => state.batches[id]?.createdAt ?? 0);
  const linksCopied = useStore((state) => state.batches[id]?.linksCopied ?? false);
  const unfold = useStore((state) => state.unfold);
  const say = words.batch;
  const running = toGo(sum) > 0;
  const some = sum.links < sum.all ? [say.some(sum.links, sum.all)] : [];
  const look = running ? 'soft' : newest && !linksCopied ? 'main' : newest ? 'soft' : 'plain';
  return (
    <div className="batch">
      <div className="sum">
        <h2>{say.files(sum.all)}</h2>
        <span className="quiet clip num">
          {sumLine(sum, createdAt, linksCopied)}
          {running && <TimeLeft id={id} />}
          {sum.all > 1 && running && <Countdown batch={id} />}
        </span>
      </div>
      {sum.all > 1 && running && <GoButtons batch={id} />}
      {sum.all > 1 && running && <HoldButtons batch={id} sum={sum} />}
      {sum.all > 1 && sum.links > 0 && (
        <CopyButton
          copy={() => copyLinks(linksOf(useStore.getState(), id))}
          name={[say.copyAll, ...some].join(' ')}
          look={look}
        >
          {say.copyAll} {some.length > 0 && <span className="n">{some}</span>}
        </CopyButton>
      )}
      {!newest && (
        <button
          type="button"
          className="icon fold"
          aria-label={open ? say.hide(sum.all) : say.show(sum.all)}
          aria-expanded={open}
          onClick={() => unfold(id, !open)}
        >
          <ChevronDown className="i" aria-hidden />
        </button>
      )}
    </div>
  );
}

function TimeLeft({ id }: { id: BatchId }) {
  const left = usePaces((paces) => batchLeft(useStore.getState(), paces, id));
  return left === null ? null : <> · {left}</>;
}
