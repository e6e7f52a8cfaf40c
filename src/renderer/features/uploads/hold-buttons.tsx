/** Puts down what a batch has on its way, and takes it up again. */
import { type LucideIcon, Pause, Play } from 'lucide-react';
import type { BatchId } from '../../../shared/ids.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { words } from '../../ui/words.ts';
import type { BatchSum } from './batch-facts.ts';
import { holdsOf } from './batch-sum.ts';

export function HoldButtons({ batch, sum }: { batch: BatchId; sum: BatchSum }) {
  const pause = () => void ask('uploads.pause', { ids: holdsOf(useStore.getState(), batch).pausable });
  const resume = () => void ask('uploads.resume', { ids: holdsOf(useStore.getState(), batch).paused });
  const say = words.batch;
  // The first button is the same one in both roles, so that the focus stays on it.
  return (
    <>
      {sum.pausable > 0 ? (
        <Hold key="first" icon={Pause} name={say.pauseAll} onPress={pause} />
      ) : (
        <Hold key="first" icon={Play} name={say.resumeAll} onPress={resume} />
      )}
      {sum.pausable > 0 && sum.paused > 0 && <Hold icon={Play} name={say.resumeAll} onPress={resume} />}
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
