/** For tests that connect nowhere: whoever asks one of these services fails. */
import type { Services } from './provider.ts';

const unused = () => Promise.reject(new Error('nothing is asked of the network'));

export const unusedServices: Services = {
  net: { request: unused, close: () => Promise.resolve() },
  clock: () => 0,
  shareServer: { share: unused, stop: () => undefined },
  sha256: unused,
};
