/** Puts down what a batch has on its way, and takes it up again. */
import { type LucideIcon, Pause, Play } from 'lucide-react';
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { BatchId } from '../../../shared/ids.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { words } from '../../ui/words.ts';
import { holdsOf, noIds } from './batch-sum.ts';

export function HoldButtons({ batch }: { batch: BatchId }) {
  const own = useStore(useShallow((state) => (state.idsByBatch[batch] ?? noIds).map((id) => state.uploads[id]?.state)));
  // biome-ignore lint/correctness/useExhaustiveDependencies: their states are what decides.
  const { pausable, paused } = useMemo(() => holdsOf(useStore.getState(), batch), [own, batch]);
  const pause = () => void ask('uploads.pause', { ids: pausable });
  const resume = () => void ask('uploads.resume', { ids: paused });
  const say = words.batch;
  // The first button is the same one in both roles, so that the focus stays on it.
  return (
    <>
      {pausable.length > 0 ? (
        <Hold key="first" icon={Pause} name={say.pauseAll} onPress={pause} />
      ) : (
        <Hold key="first" icon={Play} name={say.resumeAll} onPress={resume} />
      )}
      {pausable.length > 0 && paused.length > 0 && <Hold icon={Play} name={say.resumeAll} onPress={resume} />}
    </>
  );
}

function Hold({ icon: Icon, name, onPress }: { icon: LucideIcon; name: string; onPress: () => void }) {
  return (
    <button type="button" className="btn bare hold" aria-label={name} onClick={onPress}>
      <Icon className="i" aria-hidden />
      <span className="only-wide">{name}</span>
    </button>
  );
}
