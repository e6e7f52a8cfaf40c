/** Tries the way out, and says where it led, how long it took, or what failed. */
import { Check, CircleAlert } from 'lucide-react';
import { useState } from 'react';
import { failureMessage } from '../../../shared/messages/index.ts';
import type { ProxyTest } from '../../../shared/network.ts';
import { ask } from '../../state/requests.ts';
import { settingsWords, tongue } from '../../ui/words.ts';
import { Setting } from './setting.tsx';

export function WayTest() {
  const say = settingsWords.network;
  const [result, setResult] = useState<ProxyTest | 'running' | null>(null);
  const run = async () => {
    setResult('running');
    setResult((await ask('network.test', undefined))?.value ?? null);
  };
  const isRunning = result === 'running';
  const told = result === 'running' ? null : result;
  return (
    <Setting
      title={say.test}
      more={say.testMore}
      find={[say.proxy]}
      isSmall
      control={
        <button type="button" className="btn" aria-label={say.test} disabled={isRunning} onClick={() => void run()}>
          {isRunning ? say.testing : say.testGo}
        </button>
      }
    >
      <div role="status">{told && <Told result={told} />}</div>
    </Setting>
  );
}

function Told({ result }: { result: ProxyTest }) {
  const say = settingsWords.network;
  const { hop, host, failure } = result;
  if (failure === null) {
    const time = say.milliseconds(new Intl.NumberFormat(tongue.locale).format(Math.ceil(result.ms)));
    return (
      <p className="line">
        <Check className="i" aria-hidden />
        <bdi>{hop === null ? say.straight(host, time) : say.through(hop, host, time)}</bdi>
      </p>
    );
  }
  const { sentence } = failureMessage(failure, { destination: host }, tongue);
  const detail = 'detail' in failure ? failure.detail : '';
  return (
    <p className="line bad">
      <CircleAlert className="i" aria-hidden />
      <span>
        <bdi>{hop === null ? sentence : say.failedAt(hop, sentence)}</bdi>
        {detail !== '' && (
          <>
            <br />
            <bdi>{detail}</bdi>
          </>
        )}
      </span>
    </p>
  );
}
