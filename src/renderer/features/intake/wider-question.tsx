/** Asks, in place, before a file goes where more people can get at it, or where it stays shorter, than was agreed. */
import { useEffect, useRef } from 'react';
import type { DestinationView } from '../../../shared/model.ts';
import type { StopOffer } from '../../../shared/sending.ts';
import type { Choosing } from '../../state/sending-slice.ts';
import { useStore } from '../../state/store.ts';
import { sendingWords } from '../../ui/words.ts';
import { tooShortSentence } from './stop-line.ts';

interface Props {
  to: DestinationView;
  offer: StopOffer | null;
  choosing: Choosing;
  onUse: () => void;
  onBack: () => void;
}

const say = sendingWords.picker;

export function WiderQuestion({ to, offer, choosing, onUse, onBack }: Props) {
  const from = useAgreed(choosing);
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), []);
  return (
    <div className="wider" role="alert">
      <p>
        {from !== null && `${say.widerFrom(from)} `}
        {offer?.wider !== false && consequence(to)}
        {offer?.tooShort && ` ${tooShortSentence(to)}`}
      </p>
      <div className="choices">
        <button type="button" className="btn main small" onClick={onUse}>
          {say.use(to.label)}
        </button>
        <button ref={back} type="button" className="btn small" onClick={onBack}>
          {say.back}
        </button>
      </div>
    </div>
  );
}

/** The host that was agreed to: where the upload was last, else the first that there is. */
function useAgreed(choosing: Choosing): string | null {
  return useStore(({ stops, uploads, destinations }) => {
    const state = choosing.kind === 'upload' ? uploads[choosing.id]?.state : undefined;
    const at =
      state?.name === 'failed' ? state.at : state?.name === 'waiting' && 'at' in state.wait ? state.wait.at : null;
    return (destinations.find(({ id }) => id === at) ?? stops[0])?.label ?? null;
  });
}

function consequence({ label, scope }: DestinationView): string {
  switch (scope) {
    case 'public':
      return say.wouldBePublic(label);
    case 'account':
      return say.wouldBeAccount(label);
    case 'local':
      return say.wouldBeLocal(label);
  }
}
