/** For tests: what a provider makes of an answer from the host's own server, which no stand-in can be. */
import { type Failure, UploadFailure } from '../../shared/failure.ts';
import type { HttpAnswer } from '../net/net.ts';
import type { Payload } from '../net/payload.ts';
import type { Delivery, Provider } from './provider.ts';
import { uncontradicted } from './test-contradiction.ts';
import { unusedServices, unwatchedRun } from './test-services.ts';

/** The delivery, or the failure, after `answer` (200 where only its text is given) to a file of `size` bytes. */
export async function deliveryOfAnswer(
  provider: Provider,
  answer: string | Partial<HttpAnswer>,
  { size = 5, name = 'file.txt', settings = {} }: { size?: number; name?: string; settings?: object } = {},
): Promise<Delivery | Failure> {
  const given = {
    status: 200,
    headers: {},
    text: '',
    truncated: false,
    ...(typeof answer === 'string' ? { text: answer } : answer),
  };
  const connection = provider.connect(
    provider.settings.parse(settings),
    {},
    {
      ...unusedServices,
      net: { ...unusedServices.net, request: async () => ({ ...given, sent: 'all' }) },
    },
  );
  const payload: Payload = {
    name,
    mime: 'text/plain',
    size,
    source: { path: '/nowhere', dev: 0n, ino: 0n, size, mtimeNs: 0n },
    open: () => Promise.reject(new Error('nobody reads it')),
  };
  return connection
    .upload(payload, unwatchedRun)
    .then(uncontradicted)
    .catch((error: unknown) => {
      if (error instanceof UploadFailure) return error.failure;
      throw error;
    });
}
