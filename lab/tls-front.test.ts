import { once } from 'node:events';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNet } from '../src/main/net/http.ts';
import { labAuthority } from './certificates.ts';
import { faultProxy, type TlsFace } from './fault-proxy.ts';
import { type Lab, startLab } from './lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab.stop());

/** What the handshake ends with for one who trusts the lab's authority. */
async function handshake(url: string): Promise<string> {
  const socket = connectTls({ port: Number(new URL(url).port), host: '127.0.0.1', ca: labAuthority });
  try {
    await once(socket, 'secureConnect');
    return 'connected';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  } finally {
    socket.destroy();
  }
}

test.each<[TlsFace, string | RegExp]>([
  ['trusted', 'connected'],
  ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ['expired', 'CERT_HAS_EXPIRED'],
  ['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['cut', 'ECONNRESET'],
  ['no-tls', /^(ERR_SSL_|EPROTO)/],
])('a %s face', async (face, outcome) => {
  await using proxy = await faultProxy(lab.catbox.url, { kind: 'tls', face });
  expect(proxy.url).toMatch(/^https:/);
  expect(await handshake(proxy.url)).toMatch(outcome);
  await proxy.heal();
  expect(await handshake(proxy.url)).toBe('connected');
});

test('uploads go through it to a stand-in, whose links lead back through it', async () => {
  await using proxy = await faultProxy(lab.catbox.url, { kind: 'tls', face: 'trusted' });
  lab.catbox.behind(proxy.url);
  expect(lab.catbox.settings).toEqual({ server: proxy.url });
  const net = createNet({ extraCertificates: [labAuthority] });
  const form = new FormData();
  form.append('reqtype', 'fileupload');
  form.append('fileToUpload', new File(['hello'], 'a.txt'));
  const encoded = new Response(form);
  const bytes = new Uint8Array(await encoded.arrayBuffer());
  const body = {
    contentType: encoded.headers.get('content-type') ?? '',
    length: bytes.length,
    async *chunks() {
      yield bytes;
    },
  };
  const headers = { 'user-agent': 'lab' };
  const sent = await net.request({ method: 'POST', url: new URL('/user/api.php', proxy.url), headers, body });
  expect(sent.text).toMatch(new RegExp(`^${proxy.url}/`));
  expect((await net.request({ method: 'GET', url: new URL(sent.text) })).text).toBe('hello');
  await net.close();
  lab.catbox.behind(null);
  expect(lab.catbox.settings).toEqual({ server: lab.catbox.url });
});
