/** uguu.se and other servers that run Uguu: `POST /upload` or `/upload.php`, files at `/<8>.<ext>` (hosts.md 1.7). */
import { randomInt } from 'node:crypto';
import type { FormFile } from '../form.ts';
import { type Answer, type HostRequest, type HostScript, notFound, plainAnswer } from '../host-script.ts';

/** Upstream's default list; `zip` was seen to be refused by the live host. */
const refusedExtensions = /\.(exe|scr|com|vbs|bat|cmd|html?|jar|msi|apk|phtml|svg|zip)$/i;
const refusedTypes = [
  'application/msword',
  'text/html',
  'application/x-dosexec',
  'application/java',
  'application/java-archive',
  'application/x-executable',
  'application/x-mach-binary',
  'image/svg+xml',
];
const longestName = 250;

/** In its JSON slashes are escaped, as PHP does. */
function json(status: number, value: unknown): Answer {
  const text = JSON.stringify(value, null, 4).replaceAll('/', '\\/');
  return { status, text, contentType: 'application/json; charset=UTF-8' };
}

function error(status: number, description: string): Answer {
  return json(status, { success: false, errorcode: status, description });
}

function extension(name: string): string {
  return /(\.tar)?\.[A-Za-z0-9]{1,12}$/i.exec(name)?.[0] ?? '';
}

function randomLetters(): string {
  return Array.from({ length: 8 }, () => 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'[randomInt(52)]).join(
    '',
  );
}

async function answer(request: HostRequest): Promise<Answer> {
  if (request.path !== '/upload' && request.path !== '/upload.php') return notFound;
  if (request.method !== 'POST') return error(400, 'No input file(s)');
  const form = await request.form();
  const [file, second] = form.files.filter(({ field }) => field === 'files[]');
  if (!file) return error(400, 'No input file(s)');
  // Trap: upstream overwrites what it knows of the first file in its loop.
  if (second) return error(500, 'Server error.');
  if (refusedExtensions.test(file.name) || refusedTypes.includes(file.contentType ?? '')) {
    return error(415, 'Filetype not allowed');
  }
  // The status and the words are a guess.
  if (file.name.length >= longestName) return error(400, 'Filename too long');
  const filename = randomLetters() + extension(file.name);
  const url = request.publish(filename, file, form);
  return told(request, filename, url, file);
}

async function told(request: HostRequest, filename: string, url: string, file: FormFile): Promise<Answer> {
  const { size, sha256 } = await request.measured(file);
  switch (request.query.get('output') ?? 'json') {
    case 'text':
    case 'gyazo':
      return plainAnswer(200, `${url}\n`);
    case 'html':
      return { status: 200, text: `<a href="${url}">${url}</a><br>` };
    case 'csv':
      return { status: 200, text: `name,url,hash,size\n"${filename}","${url}","",${size}\n`, contentType: 'text/csv' };
    default:
      // The real hash is a 64-bit xxh3; to a client it is as opaque as these digits.
      return json(200, {
        success: true,
        files: [{ hash: sha256.slice(0, 16), filename, url, size, dupe: false }],
      });
  }
}

export const uguu: HostScript = {
  id: 'uguu',
  label: 'uguu',
  limitBytes: 128 * 1024 * 1024,
  // Trap: above PHP's `post_max_size` there is no file (`drop-part`), below it a fault of the server (`after-body`).
  overLimit: 'drop-part',
  tooLarge: error(500, 'Server error.'),
  // Trap: its rate limit is a 500 like any other.
  rateLimited: error(500, 'Rate limit, please wait 60 seconds before uploading again.'),
  settings: (base) => ({ server: base }),
  answer,
};
