import { describe, expect, it } from 'vitest';
import { testCertificate } from './fixtures/certificate.ts';
import { bodyOf, post, serve } from './fixtures/loopback.ts';
import { createNet } from './http.ts';

describe('certificates', () => {
  it('that nobody vouches for are refused with their reason', async () => {
    await using server = await serve((_request, response) => response.end(), { secure: true });
    const doubting = createNet();
    await expect(doubting.request(post(server.url, bodyOf('x')))).rejects.toMatchObject({
      failure: { kind: 'tls', host: server.url.host, detail: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT') },
      sent: 'nothing',
    });
    await doubting.close();
  });

  it('for another host are refused', async () => {
    const trusting = createNet({ extraCertificates: [testCertificate], lookup: toLoopback });
    await using server = await serve((_request, response) => response.end(), { secure: true });
    const url = new URL(server.url);
    url.hostname = 'other.test';
    await expect(trusting.request({ method: 'GET', url })).rejects.toMatchObject({
      failure: { kind: 'tls', detail: expect.stringContaining('ALTNAME') },
    });
    await trusting.close();
  });
});

describe('private addresses', () => {
  it('are refused as literals and as what a name stands for, where they are not allowed', async () => {
    let asked = 0;
    await using server = await serve((_request, response) => {
      asked++;
      response.end('in');
    });
    const guarded = createNet({ lookup: toLoopback });
    const refused = { failure: { kind: 'connection', detail: expect.stringContaining('not a public address') } };
    const named = new URL(server.url);
    named.hostname = 'rebound.test';
    for (const url of [server.url, named]) {
      // The allowed request first: its open connection must not serve the other.
      expect(await guarded.request({ method: 'GET', url })).toMatchObject({ text: 'in' });
      await expect(guarded.request({ method: 'GET', url, allowPrivateAddresses: false })).rejects.toMatchObject(
        refused,
      );
    }
    expect(asked).toBe(2);
    await guarded.close();
  });
});

type Lookup = NonNullable<NonNullable<Parameters<typeof createNet>[0]>['lookup']>;
const toLoopback: Lookup = (_host, options, callback) => {
  if (options.all) callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else callback(null, '127.0.0.1', 4);
};
