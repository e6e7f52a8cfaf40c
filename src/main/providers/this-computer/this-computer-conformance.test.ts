import { createHash } from 'node:crypto';
import { describeConformance } from '../conformance.ts';
import type { FarSide } from '../conformance-target.ts';
import { ask, testServer } from './test-server.ts';
import { thisComputer } from './this-computer.ts';

/** There is no host that could be asked, or fail. */
const nobody: FarSide = {
  key: null,
  settings: {},
  uploads: [],
  requests: [],
  fail: () => Promise.reject(new Error('there is no host')),
  heal: () => Promise.resolve(),
};
const stays = 'nothing is sent, the file stays where it is';

describeConformance(thisComputer, {
  async start() {
    const box = await testServer();
    return {
      standIn: nobody,
      shareServer: box.server,
      async arrived(link) {
        const { body, headers } = await ask(link);
        const [, name = ''] = /filename\*=UTF-8''(.*)$/.exec(headers['content-disposition'] ?? '') ?? [];
        const sha256 = createHash('sha256').update(body).digest('hex');
        return { name: decodeURIComponent(name), size: body.length, sha256 };
      },
      stop: async () => box[Symbol.asyncDispose](),
    };
  },
  // No name may end a header, or lead out of a download folder.
  expectedName: (name) => name.replaceAll(/[\r\n\\]/g, '_'),
  cannot: {
    sending: stays,
    statuses: stays,
    limits: stays,
    cuts: stays,
    answers: stays,
    proof: 'its own server asks the link before it gives it away',
  },
});
