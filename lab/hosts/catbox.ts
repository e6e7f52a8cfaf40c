/** catbox.moe: `POST /user/api.php`, files at `/<6>.<ext>`, deleted there by their account (hosts.md 1.10). */

import { randomName } from '../file-store.ts';
import type { Form } from '../form.ts';
import {
  type Answer,
  type HostRequest,
  type HostScript,
  nginxTooLarge,
  notFound,
  plainExtension,
} from '../host-script.ts';
import { noFile, noRequestType, refusal, typeRefusal } from './catbox-refusals.ts';

const gifLimitBytes = 20_000_000;
/** Served as text, so that no page or script of an uploader runs on the host's name. */
const asText = /\.(html?|php\d?|ht[a-z]*)$/i;

export function catbox(): HostScript {
  /** The user hash that each file in an account was uploaded with, by the file's name. */
  const owners = new Map<string, string>();

  async function answer(request: HostRequest): Promise<Answer | 'drop'> {
    // A request without User-Agent was seen to be dropped (Savolae/catbox#34).
    if (!request.headers['user-agent']) return 'drop';
    if (request.path !== '/user/api.php') return notFound;
    if (request.method !== 'POST') return noRequestType;
    const form = await request.form();
    if (form.fields.reqtype === 'fileupload') return upload(request, form);
    return form.fields.reqtype === 'deletefiles' ? remove(request, form) : noRequestType;
  }

  /** What becomes of an unknown user hash is not known: here it is an account like any other. */
  function upload(request: HostRequest, form: Form): Answer {
    const file = form.files.find(({ field }) => field === 'fileToUpload');
    if (!file) return noFile;
    const refused = typeRefusal(file.name);
    if (refused) return refused;
    // The words are a guess.
    if (/\.gif$/i.test(file.name) && file.size > gifLimitBytes) return refusal('GIFs must be under 20MB.');
    const name = randomName(6) + plainExtension(file.name);
    const link = request.publish(name, file, form, asText.test(name) ? { contentType: 'text/plain' } : {});
    if (form.fields.userhash) owners.set(name, form.fields.userhash);
    return { status: 200, text: link };
  }

  /** "successfully" is known from public clients, the words of the refusals are guesses. */
  function remove(request: HostRequest, { fields }: Form): Answer {
    const names = (fields.files ?? '').split(' ').filter((name) => name !== '');
    if (!fields.userhash) return refusal('No userhash given.');
    if (names.length === 0) return noFile;
    if (names.some((name) => !owners.has(name))) return refusal('File doesn’t exist.');
    if (names.some((name) => owners.get(name) !== fields.userhash)) return refusal('Not a file of this userhash.');
    for (const name of names) {
      owners.delete(name);
      request.remove(name);
    }
    return { status: 200, text: 'Files successfully deleted.' };
  }

  return {
    id: 'catbox',
    label: 'catbox',
    limitBytes: 200_000_000,
    overLimit: 'linger',
    tooLarge: nginxTooLarge,
    settings: (base) => ({ server: base }),
    answer,
  };
}
