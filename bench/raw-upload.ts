/** Sends one file as a raw body, through our net and nothing else: `raw-upload.js URL FILE`. */
import { createNet } from '../src/main/net/http.ts';
import { filePayload, pinFile } from '../src/main/net/pinned-file.ts';
import { rawBody } from '../src/main/net/raw-body.ts';

const [url = '', path = ''] = process.argv.slice(2);
const net = createNet();
const payload = filePayload(await pinFile(path), 'file.bin', 'application/octet-stream');
const { status } = await net.request({ method: 'PUT', url: new URL(url), body: rawBody(payload) });
await net.close();
process.exitCode = status === 200 ? 0 : 1;
