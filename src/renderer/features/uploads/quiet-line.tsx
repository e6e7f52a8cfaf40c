/** The line under the name; it counts along where the words hold a figure that moves. */
import { CircleAlert, Clock } from 'lucide-react';
import { passedOverLine, stateLine } from '../../../shared/messages/index.ts';
import type { UploadView } from '../../../shared/model.ts';
import { useMinutes, useSeconds } from '../../state/now.ts';
import { usePaces } from '../../state/paces-store.ts';
import { useStore } from '../../state/store.ts';
import { tongue } from '../../ui/words.ts';

export function QuietLine({ upload }: { upload: UploadView }) {
  const { state, receipt } = upload;
  if (state.name === 'running' && state.phase === 'sending') return <SendingLine upload={upload} />;
  if (state.name === 'waiting' && state.wait.what === 'undo') return <UndoLine upload={upload} />;
  if (state.name === 'waiting' && 'until' in state.wait) return <CountingLine upload={upload} />;
  if (state.name === 'done' && receipt?.expiresAt != null) return <EndingLine upload={upload} />;
  return <Line upload={upload} now={Date.now()} />;
}

function SendingLine({ upload }: { upload: UploadView }) {
  const sentBytes = usePaces((paces) => paces[upload.id]?.sentBytes ?? upload.sentBytes);
  return <Line upload={{ ...upload, sentBytes }} now={0} />;
}

/** One countdown is enough for what was dropped together: the batch has it. */
function UndoLine({ upload }: { upload: UploadView }) {
  const isOneOfMany = useStore((state) => (state.idsByBatch[upload.batchId]?.length ?? 0) > 1);
  return isOneOfMany ? <WaitLine text={tongue.words.states.notSentYet} /> : <CountingLine upload={upload} />;
}

function CountingLine({ upload }: { upload: UploadView }) {
  return <Line upload={upload} now={useSeconds()} />;
}

function EndingLine({ upload }: { upload: UploadView }) {
  return <Line upload={upload} now={useMinutes()} />;
}

function Line({ upload, now }: { upload: UploadView; now: number }) {
  const destinations = useStore((state) => state.destinations);
  const stops = useStore((state) => state.stops);
  const passedOver = passedOverLine(upload, stops, tongue);
  const text = stateLine(upload, destinations, now, tongue);
  switch (upload.state.name) {
    case 'waiting':
      return <WaitLine text={text} />;
    case 'failed':
      return <BadLine text={text} />;
    case 'done':
      if (upload.receipt?.deletion.kind !== 'unconfirmed') return <PlainLine text={text} />;
      return <BadLine text={text} />;
    case 'cancelled':
      return <PlainLine text={text} />;
    default:
      return (
        <div className="line num">
          <span className={passedOver === null ? 'clip' : 'two'}>
            {text}
            {passedOver !== null && <> · {passedOver}</>}
          </span>
        </div>
      );
  }
}

function WaitLine({ text }: { text: string }) {
  return (
    <div className="line wait num">
      <Clock className="i" aria-hidden />
      <span className="two">{text}</span>
    </div>
  );
}

function PlainLine({ text }: { text: string }) {
  return (
    <div className="line">
      <span className="two">{text}</span>
    </div>
  );
}

function BadLine({ text }: { text: string }) {
  return (
    <div className="line bad">
      <CircleAlert className="i" aria-hidden />
      <span className="two">{text}</span>
    </div>
  );
}
