import { expect, it } from 'vitest';
import { testCertificate } from './fixtures/certificate.ts';
import { drained, patternBytes, post, serve, sha256, testFolder } from './fixtures/loopback.ts';
import { createNet } from './http.ts';
import { filePayload, pinFile } from './pinned-file.ts';
import { rawBody } from './raw-body.ts';

it.each(['http', 'https'])('limited bodies arrive whole over %s, and their waits are no stall', async (scheme) => {
  await using folder = await testFolder();
  await using server = await serve(async (request, response) => response.end(sha256(await drained(request))), {
    secure: scheme === 'https',
  });
  let limit: number | null = 2000;
  const net = createNet({ extraCertificates: [testCertificate], bytesPerSecond: () => limit });
  const content = patternBytes(3 * 1024 * 1024 + 5);
  const payload = filePayload(await pinFile(await folder.file('f', content)), 'f', 'application/octet-stream');
  const sent: number[] = [];
  const sending = net.request({
    ...post(server.url, rawBody(payload), { onSent: (bytes) => sent.push(bytes) }),
    // Shorter than the wait between two pieces.
    stallTimeoutMs: 400,
  });
  await expect.poll(() => sent.length, { timeout: 10_000 }).toBeGreaterThan(2);
  limit = 20_000_000;
  expect((await sending).text).toBe(sha256(content));
  expect(sent).toEqual([...new Set(sent)].sort((a, b) => a - b));
  expect(sent.at(-1)).toBe(content.length);
  await net.close();
});
