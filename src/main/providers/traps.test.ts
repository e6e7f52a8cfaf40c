/** Every trap of the host sheet (hosts.md, section 1) and the test that holds it; a test that is renamed is missed. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

type Row = readonly [section: string, trap: string, file: string, title: string];

const arrival = 'conformance-arrival.ts';
const answers = 'conformance-answers.ts';
const names = 'a file named %j arrives, under a name that the host may have';

const traps: readonly Row[] = [
  [
    '1.1',
    'defaults differ from client to client: 1 h, 12 h, 24 h',
    'litterbox.test.ts',
    'trap: with %j it asks for %s and',
  ],
  [
    '1.1',
    'a 200 that is no link of litter.catbox.moe is an error',
    'litterbox.test.ts',
    'trap: its links lead to litter',
  ],
  ['1.2', 'a part that PHP drops gives the front page with 200', 'x0at.test.ts', 'trap: a part that PHP dropped gives'],
  ['1.2', 'the same for a file over the limit', 'x0at.test.ts', 'trap: the front page for a file over the limit'],
  [
    '1.2',
    'three characters of a name can be guessed; `formatted` gives a page',
    'x0at.test.ts',
    'trap: asks for a link',
  ],
  ['1.2', '100 MiB on its page, 512 upstream', 'x0at.test.ts', 'trap: its limit is 100 MiB'],
  ['1.2', 'the scan hook refuses with a 400', 'x0at.test.ts', 'trap: what the scan hook says'],
  ['1.2', '520 where a file could not be moved', 'x0at.test.ts', 'trap: 520, when the file could not be moved'],
  ['1.2', 'empty files are refused', arrival, 'an empty file is taken or refused, as its traits say'],
  [
    '1.3',
    'the name in downloadLink is not escaped',
    'tmpfilelink.test.ts',
    'trap: the name in downloadLink is not escaped',
  ],
  ['1.3', 'downloadLinkEncoded has its slashes as %2F', 'tmpfilelink.test.ts', 'trap: downloadLinkEncoded, whose'],
  ['1.3', 'downloads come from other domains', 'tmpfilelink.test.ts', 'trap: links lead to %s as well'],
  ['1.4', 'an hour where nobody asks for more', 'tmpfilesorg.test.ts', 'trap: with %j it asks for %i seconds'],
  ['1.4', 'the address in the answer is a page', 'tmpfilesorg.test.ts', 'trap: the address in the answer is a page'],
  ['1.4', 'it may come with /dl/ and without', 'tmpfilesorg.test.ts', 'trap: without /dl/ it gets one'],
  ['1.4', 'the rewrite must not be done twice', 'tmpfilesorg.test.ts', 'trap: with /dl/ it gets no second one'],
  ['1.4', 'it may come as http', 'tmpfilesorg.test.ts', 'trap: http becomes https'],
  ['1.4', '100 MB, which twat-fs does not know', 'tmpfilesorg.test.ts', 'trap: its limit is 100 MB'],
  ['1.5', 'a name in the path must be encoded', 'senditsh.test.ts', 'trap: the name is encoded in the address'],
  ['1.5', 'a GET may use the link up', 'senditsh.test.ts', 'trap: a download may use the link up'],
  ['1.5', 'the link stands among words', 'senditsh.test.ts', 'trap: the link stands in a line of text'],
  ['1.5', 'it may come as http', 'senditsh.test.ts', 'trap: http becomes https'],
  ['1.6', 'its operator switched uploads off', 'www0x0.test.ts', 'trap: its operator has switched uploads off'],
  ['1.6', 'unwelcome user agents get 403', 'www0x0.test.ts', 'trap: a user agent that it does not like'],
  ['1.6', 'X-Expires has a fraction', 'www0x0.test.ts', 'trap: its times have a fraction'],
  ['1.6', 'a 201 was seen', 'www0x0.test.ts', 'trap: any 2xx is a success'],
  ['1.6', 'known bytes get no token', 'www0x0.test.ts', 'trap: bytes that it knows give the link of before'],
  ['1.6', 'known bytes can only live longer', 'www0x0.test.ts', 'trap: bytes that it knows may stay longer'],
  ['1.6', 'a wrong token is a 401', 'www0x0.test.ts', 'trap: only its token deletes a file'],
  ['1.6', 'media types are refused, declared or found', 'www0x0.test.ts', 'trap: a media type that it refuses (415)'],
  ['1.7', 'its rate limit is a 500', 'uguu.test.ts', 'trap: a rate limit is a 500'],
  ['1.7', 'and so are faults of the server', 'uguu.test.ts', 'trap: a 500 without such words'],
  ['1.7', 'over one limit a 400, over the other a 500', 'uguu.test.ts', 'trap: over its limit, "no input" (400)'],
  ['1.7', 'neither tells the cause alone', 'uguu.test.ts', 'trap: "no input" for a file within the limit'],
  ['1.7', 'a second file in a request fails', 'uguu.test.ts', 'trap: one file per request'],
  ['1.7', '.zip is refused by the live host', 'uguu.test.ts', 'trap: %s is refused, .zip although'],
  ['1.7', 'names must be shorter than 250', 'uguu.test.ts', 'trap: names of 250 bytes and more'],
  ['1.8', 'no anonymous upload any more', 'pixeldrain.test.ts', 'trap: there is no anonymous upload'],
  ['1.8', '201, and the link is a page', 'pixeldrain.test.ts', 'trap: 201 and an id: the page is shared'],
  ['1.8', 'names of more than 255 characters', 'pixeldrain.test.ts', 'trap: a name over 255 characters'],
  ['1.8', 'it answers before the body is out', 'pixeldrain.test.ts', 'trap: it answers before the body is out'],
  ['1.8', 'errors differ by `value`, not by status', 'pixeldrain.test.ts', 'trap: its %i %s is told apart'],
  ['1.8', 'an empty file is none', 'pixeldrain.test.ts', 'trap: an empty file is none to it'],
  ['1.8', 'the bare file may be refused to programs', 'pixeldrain.test.ts', 'trap: the bare file may be refused'],
  ['1.9', '201, which twat-fs sent again', 'filebin.test.ts', 'trap: 201 is its success'],
  ['1.9', 'no body of unknown length', 'filebin.test.ts', 'trap: without a length it is 411'],
  ['1.9', 'a wrong hash is a 400', 'filebin.test.ts', 'trap: bytes that do not match their hash'],
  ['1.9', 'names are changed by the server', 'filebin.test.ts', 'trap: the name that it stored may be another'],
  ['1.9', 'and cut at 120 bytes', 'filebin.test.ts', 'trap: it cuts names at 120 bytes'],
  ['1.9', 'who knows the bin may delete', 'filebin.test.ts', 'trap: who knows the bin can delete the file'],
  ['1.9', 'HEAD is a 405; a page for strangers', 'filebin.test.ts', 'traps: HEAD is refused, and strangers'],
  ['1.9', 'its own codes', 'filebin.test.ts', 'trap: %i %j'],
  ['1.10', 'without a User-Agent it hangs up', 'catbox.test.ts', 'trap: without a User-Agent the host hangs up'],
  ['1.10', 'empty answers', 'catbox.test.ts', 'trap: an empty answer with status 200'],
  ['1.10', 'empty files behind good links', answers, 'a link to a file that came %s is found out by the check'],
  ['1.10', 'everything else in a 200 is an error text', 'catbox.test.ts', 'trap: its links lead to files.catbox.moe'],
  ['1.10', 'refused types', 'catbox.test.ts', 'trap: a refused type is told from the words'],
  ['1.10', 'a gif over 20 MB', 'catbox.test.ts', 'trap: a gif has a limit of its own'],
  ['1.10', 'anonymous files can not be deleted, and end', 'catbox.test.ts', 'trap: only files of an account'],
  ['1.10', 'only "successfully" tells a deletion', 'catbox.test.ts', 'trap: a deletion that is answered with'],
  ['1.10', 'two names of its variable', 'catbox.test.ts', 'trap: public clients name the variable'],
  ['1.11', 'name and type got lost', 'fal.test.ts', 'trap: name and media type are kept'],
  ['1.11', 'the address given is a credential', 'fal.test.ts', 'trap: the address to send to is its own credential'],
  ['1.11', 'parts above 90 MiB', 'fal.test.ts', 'trap: a large file goes in parts'],
  ['-', 'names in the path and in Destination', 'webdav-servers.test.ts', 'trap: %j is percent-encoded in the path'],
  ['-', 'a file of that name is there already', 'webdav-servers.test.ts', 'trap: is never overwritten, whether'],
  ['-', 'Content-Range is refused, or ignored', 'webdav-servers.test.ts', 'trap: arrives whole at a server that, told'],
  ['-', 'a Nextcloud’s links are shares', 'webdav.test.ts', 'trap: the link is that of a share'],
  ['-', 'a Nextcloud refuses .part', 'webdav.test.ts', 'trap: names that end with .part are refused'],
  ['-', 'a Nextcloud’s admin forbids links', 'webdav.test.ts', 'trap: where links are not allowed (%s)'],
  ['1.12', 'no Content-Type; a checksum in a trailer', 's3.test.ts', 'trap: it goes out as it is, in one request'],
  ['1.12', 'silently overwrites', 's3.test.ts', 'trap: what is there is never written over'],
  ['1.12', 'the key in the link is not encoded', 's3.test.ts', 'trap: leads where everybody can read, with the key'],
  [
    '1.12',
    'the object is private, its link a 403',
    's3/server.real.test.ts',
    'trap: a link opens without keys exactly',
  ],
  ['1.12', 'a check that needs more rights than an upload', 's3/settings.test.ts', 'trap: pass the check without'],
  ['1.12', 'codes, not statuses; InternalError leaves it open', 's3/errors.test.ts', 'trap: %i %s: %j'],
  ['1.12', 'an error in a 200', 's3/multipart.test.ts', 'trap: its end may fail with a 200'],
  ['1.13', 'it overwrote what was there', 'dropbox.test.ts', 'trap: a name that is taken is given to nobody else'],
  ['1.13', 'equal bytes count as no conflict', 'dropbox.test.ts', 'trap: equal bytes under a name that is taken'],
  ['1.13', 'folders and files in the way', 'dropbox.test.ts', 'trap: a file beside a folder of that name'],
  ['1.13', 'disallowed names', 'dropbox.test.ts', 'trap: names that Dropbox does not take'],
  ['1.13', 'non-ASCII in the header must be escaped', 'dropbox.test.ts', 'trap: the argument in the header is ASCII'],
  ['1.13', 'a hash of blocks proves the bytes', 'dropbox.test.ts', 'trap: the hash is told, and a file that arrives'],
  ['1.13', '429, or 409 for writes, with Retry-After', 'dropbox.test.ts', 'trap: too many requests, the wait told %s'],
  ['1.13', 'incorrect_offset', 'dropbox-resume.test.ts', 'trap: bytes that came in without an answer'],
  ['1.13', 'a session lives 7 days', 'dropbox-resume.test.ts', 'trap: a session that is %s is begun anew'],
  ['1.13', 'a session that is closed', 'dropbox-resume.test.ts', 'trap: a session that is closed already'],
  [
    '1.13',
    'a check that failed counted as "not there"',
    'dropbox-resume.test.ts',
    'trap: a file that came in without an',
  ],
  ['1.13', 'shared_link_already_exists', 'dropbox-resume.test.ts', 'trap: a link that exists already is used'],
  ['1.13', 'dl=0 stands behind rlkey', 'dropbox/parts.test.ts', 'trap: a link as %s, whatever it was before'],
  ['1.13', 'expired tokens', 'dropbox-sign-in.test.ts', 'trap: a token that is about to end is renewed'],
  ['1.13', 'an access token alone', 'dropbox-sign-in.test.ts', 'trap: an access token alone is used as it is'],
  [
    '1.13',
    'the app’s secret was never passed',
    'dropbox-sign-in.test.ts',
    'trap: the secret of an app of the user’s own',
  ],
  ['1.13', 'missing_scope is a 401', 'dropbox-sign-in.test.ts', 'trap: a right that the app lacks is told'],
  ['1.*', 'names with "#", "?", "%", quotes, line ends', arrival, names],
  [
    '1.*',
    'a rate limit in each host’s own way',
    answers,
    'too many requests, as this host says it, with Retry-After %j',
  ],
];

const here = import.meta.dirname;
const read = (file: string) => readFileSync(join(here, file), 'utf8');

test.each(traps)('%s: %s', (_section, _trap, file, title) => {
  expect(read(file)).toMatch(new RegExp(`['\`]${title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`));
});

test('each test of a trap is listed', () => {
  const listed = (file: string, title: string) =>
    traps.some(([, , where, known]) => where === file && title.startsWith(known));
  const files = globSync('*.test.ts', { cwd: here }).filter((file) => file !== 'traps.test.ts');
  const titles = files.flatMap((file) =>
    [...read(file).matchAll(/(['`])(traps?: (?:(?!\1).)*)\1/g)].map(([, , title = '']) => [file, title] as const),
  );
  expect(titles.length).toBeGreaterThan(40);
  expect(titles.filter(([file, title]) => !listed(file, title))).toEqual([]);
});
