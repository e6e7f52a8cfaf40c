import { describe, expect, it } from 'vitest';
import { drained, patternBytes, serve, testFolder } from './fixtures/loopback.ts';
import { createNet } from './http.ts';
import { multipartBody } from './multipart.ts';
import { payloadProgress } from './payload-body.ts';
import { filePayload, pinFile } from './pinned-file.ts';
import { rawBody } from './raw-body.ts';

const oddName = 'a"b\r\nContent-Type: evil\r\n#%漢字 🎉\u202e.txt';

async function payloadWith(folder: Awaited<ReturnType<typeof testFolder>>, content: Uint8Array, name = 'f.bin') {
  return filePayload(await pinFile(await folder.file('f', content)), name, 'application/octet-stream');
}

describe('multipartBody', () => {
  it.each([0, 10, 3_000_001])('is what it announces, with a file of %i bytes', async (size) => {
    await using folder = await testFolder();
    const content = patternBytes(size);
    const body = multipartBody([['reqtype', 'fileupload']], {
      field: 'file',
      payload: await payloadWith(folder, content, oddName),
    });
    const bytes = await drained(body.chunks());
    expect(bytes.length).toBe(body.length);
    expect(bytes.subarray(body.payloadStart, body.payloadStart + size).equals(content)).toBe(true);
  });

  it('is read by another implementation as fields and a file with its name escaped', async () => {
    await using folder = await testFolder();
    const content = patternBytes(70_000);
    const forms: FormData[] = [];
    await using server = await serve(async (request, response) => {
      const bytes = await drained(request);
      const headers = { 'content-type': request.headers['content-type'] ?? '' };
      forms.push(await new Response(Uint8Array.from(bytes), { headers }).formData());
      response.end('ok');
    });
    const net = createNet();
    const payload = await payloadWith(folder, content, oddName);
    const body = multipartBody(
      [
        ['ti"me\n', '24h ✓'],
        ['empty', ''],
      ],
      { field: 'file', payload: { ...payload, mime: 'a\r\nb: c' } },
    );
    const answer = await net.request({ method: 'POST', url: server.url, body });
    await net.close();
    expect(answer.text).toBe('ok');
    const form = forms[0];
    const file = form?.get('file');
    expect(form?.get('ti"me\n')).toBe('24h ✓');
    expect(form?.get('empty')).toBe('');
    if (!(file instanceof File)) throw new Error('no file');
    expect(file.name).toBe(oddName);
    expect(file.type).toBe('application/octet-stream');
    expect(Buffer.from(await file.arrayBuffer()).equals(content)).toBe(true);
  });

  it('gives nothing at all when the source is gone', async () => {
    await using folder = await testFolder();
    const payload = await payloadWith(folder, patternBytes(10));
    await folder.file('f', patternBytes(11));
    const first = multipartBody([], { field: 'file', payload }).chunks()[Symbol.asyncIterator]().next();
    await expect(first).rejects.toMatchObject({ failure: { kind: 'source-changed' } });
  });
});

describe('payloadProgress', () => {
  it('counts payload bytes, and is complete only when the body is', () => {
    const seen: number[] = [];
    const body = { contentType: '', length: 130, payloadStart: 20, chunks: () => (async function* () {})() };
    const onSent = payloadProgress(body, { size: 100 }, (bytes) => seen.push(bytes));
    for (const bytes of [10, 20, 70, 120, 130]) onSent(bytes);
    expect(seen).toEqual([0, 0, 50, 100]);
  });
});

describe('rawBody', () => {
  it('is the payload', async () => {
    await using folder = await testFolder();
    const body = rawBody(await payloadWith(folder, patternBytes(100)));
    expect(body).toMatchObject({ length: 100, contentType: 'application/octet-stream', payloadStart: 0 });
    expect((await drained(body.chunks())).equals(patternBytes(100))).toBe(true);
  });
});
