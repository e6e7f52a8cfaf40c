/** Thousands of mutated answers to uploads to S3 and Dropbox: a link only where the host took the file, else a valid failure. */
import { afterAll, describe, expect, it } from 'vitest';
import { UploadFailure } from '../../shared/failure.ts';
import type { HttpRequest, Net } from '../net/net.ts';
import { dropbox } from './dropbox.ts';
import { Chance } from './mutated-answers-chance.ts';
import { type MutatedAnswer, mutatedAnswer, link as mutatedLink, statuses } from './mutated-answers-generator.ts';
import { headers, now } from './mutated-answers-headers.ts';
import { mutatedJson } from './mutated-answers-json.ts';
import { complaintAbout } from './mutated-answers-oracle.ts';
import { type Outcome, payloadOf, payloadSha256 } from './mutated-answers-rig.ts';
import { Tally } from './mutated-answers-tally.ts';
import type { Provider } from './provider.ts';
import { errorXml } from './s3/test-bucket.ts';
import { s3 } from './s3.ts';
import { uncontradicted } from './test-contradiction.ts';
import { unusedServices, unwatchedRun } from './test-services.ts';

const answersEach = 2_000;
const canary = 'k3y+/~canary-s3cret+part';
const md5 = '0123456789abcdef'.repeat(2);

interface Made extends MutatedAnswer {
  /** It is as the host gives it, for a file that it took. */
  readonly isGood: boolean;
}

interface Service {
  readonly provider: Provider;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** What all links look like that may be delivered. */
  readonly links: RegExp;
  readonly own: { readonly origin: string; readonly home: string };
  good(
    request: HttpRequest,
    size: number,
    link: string,
  ): { readonly headers?: Record<string, string>; readonly text: string };
  refusals: readonly [readonly [number, string], ...(readonly [number, string])[]];
  mutated(chance: Chance, text: string): string;
}

const refused = (tag: string, inner: object = {}) =>
  JSON.stringify({ error_summary: `${tag}/..`, error: { '.tag': tag, ...inner } });

const services: Readonly<Record<string, Service>> = {
  s3: {
    provider: s3,
    settings: { vendor: 'ceph', endpoint: 'https://s3.test', bucket: 'some-bucket' },
    secrets: { accessKeyId: 'AKID', secretAccessKey: canary },
    links: /^https:\/\/s3\.test\/some-bucket\/\d{4}-\d\d-\d\d\/.+\?.*X-Amz-Signature=[0-9a-f]{64}/,
    own: { origin: 'https://s3.test', home: '/some-bucket/' },
    good: (_, size) => ({ headers: { etag: `"${md5}"`, 'content-length': String(size) }, text: '' }),
    refusals: [
      [403, errorXml('AccessDenied')],
      [403, errorXml('SignatureDoesNotMatch', `<StringToSign>${canary}</StringToSign>`)],
      [503, errorXml('SlowDown')],
      [301, errorXml('PermanentRedirect', '<Region>eu-central-1</Region>')],
      [403, errorXml('RequestTimeTooSkewed', '<ServerTime>2026-11-22T19:00:00Z</ServerTime>')],
      [400, errorXml('AuthorizationHeaderMalformed', '<Region>eu-central-1</Region>')],
      [412, errorXml('PreconditionFailed')],
      [507, errorXml('QuotaExceeded')],
    ],
    mutated: (chance, text) => chance.scratched(text),
  },
  dropbox: {
    provider: dropbox,
    settings: {},
    secrets: { accessToken: canary },
    links: /^https:\/\/(www\.)?dropbox\.com(:\d+)?\/.*[?&]dl=1(&|#|$)/,
    own: { origin: 'https://www.dropbox.com', home: '/scl/fi/x/' },
    good({ url }, size, link) {
      const file = {
        '.tag': 'file',
        name: 'a.png',
        id: 'id:abcdefghijklmno',
        path_lower: '/a.png',
        path_display: '/a.png',
      };
      if (url.pathname === '/2/files/upload') {
        return { text: JSON.stringify({ ...file, rev: '0123456789', size, content_hash: payloadSha256 }) };
      }
      return {
        text: JSON.stringify({
          ...file,
          url: link,
          link_permissions: { can_revoke: true, resolved_visibility: { '.tag': 'public' } },
        }),
      };
    },
    refusals: [
      [401, refused('invalid_access_token')],
      [401, refused('expired_access_token')],
      [
        409,
        refused('path', { reason: { '.tag': 'conflict', conflict: { '.tag': 'file' } }, upload_session_id: 'pid_1' }),
      ],
      [409, refused('path', { reason: { '.tag': 'insufficient_space' } })],
      [409, refused('shared_link_already_exists')],
      [409, refused('email_not_verified')],
      [
        429,
        JSON.stringify({ error_summary: canary, error: { reason: { '.tag': 'too_many_requests' }, retry_after: 3 } }),
      ],
      [400, `Error in call to API function: ${canary}`],
    ],
    mutated: (chance, text) => (text.startsWith('{') ? mutatedJson(chance, JSON.parse(text)) : chance.scratched(text)),
  },
};

function answerTo(service: Service, chance: Chance, request: HttpRequest, size: number): Made {
  const { own } = service;
  const isPlain = chance.is(0.7);
  const link = isPlain ? `${own.origin}${own.home}${chance.word(6)}.png?rlkey=x&dl=0` : mutatedLink(chance, own, 'x');
  const good = service.good(request, chance.is(0.95) ? size : size + 1, link);
  const made = (status: number, body: string, isGood: boolean, more: Record<string, string> = {}): Made => {
    return { status, headers: { ...headers(chance), ...more }, body, isGood };
  };
  if (chance.is(0.75)) {
    if (chance.is(0.6)) return made(200, good.text, isPlain, good.headers);
    const torn = Object.fromEntries(
      Object.entries(good.headers ?? {}).map(([name, value]) => [name, header(chance.scratched(value))]),
    );
    return made(chance.is(0.9) ? 200 : chance.pick(statuses), service.mutated(chance, good.text), false, torn);
  }
  if (chance.is(0.6)) {
    const [status, words] = chance.pick(service.refusals);
    return made(
      chance.is(0.8) ? status : chance.pick(statuses),
      chance.is(0.4) ? service.mutated(chance, words) : words,
      false,
    );
  }
  return { ...mutatedAnswer(chance, own, 'x'), isGood: false };
}

/** What can stand in a header. */
const header = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 2_000);

async function send({ provider, settings, secrets }: Service, net: Net, size: number): Promise<Outcome> {
  const connection = provider.connect(provider.settings.parse(settings), secrets, {
    ...unusedServices,
    net,
    clock: () => now,
    hash: (_source, _signal, wish) => Promise.resolve(wish?.algorithm === 'md5' ? md5 : payloadSha256),
  });
  try {
    const payload = payloadOf({ name: 'a.png', mime: 'image/png', size });
    return { delivery: uncontradicted(await connection.upload(payload, unwatchedRun)) };
  } catch (error) {
    if (!(error instanceof UploadFailure)) throw error;
    return { failure: error.failure, sent: error.sent };
  }
}

describe.each(Object.entries(services))('mutated answers of %s', (id, service) => {
  const kinds = ['delivered', 'auth', 'forbidden', 'server', 'rate-limited', 'bad-answer', 'bad-request', 'quota'];
  const own = id === 's3' ? ['clock-skew', 'settings-invalid'] : ['bad-proof'];
  const tally = new Tally([...kinds, ...own]);
  const chance = new Chance(20_261_124 + id.length);

  it('give a link only where the host took the file, and a valid failure else', async () => {
    for (let index = 0; index < answersEach; index += 1) {
      const size = chance.pick([0, 1, 1_000, 8_000_000]);
      const share = chance.pick(['all', 'all', 'part', 'nothing'] as const);
      const heard: Made[] = [];
      const request = async (asked: HttpRequest) => {
        const answer = answerTo(service, chance, asked, size);
        heard.push(answer);
        const bytes = Buffer.from(answer.body);
        const most = asked.maxAnswerBytes ?? 65_536;
        const text = new TextDecoder().decode(bytes.subarray(0, most));
        const { status, headers } = answer;
        return {
          status,
          headers,
          text,
          truncated: bytes.length > most,
          sent: asked.body ? share : ('nothing' as const),
        };
      };
      const outcome = await send(service, { ...unusedServices.net, request }, size);
      const wrong = complaint(service, outcome, heard);
      if (wrong) {
        const seen = heard.map(({ status, body }) => ({ status, body: body.slice(0, 300) }));
        expect.fail(`answer ${index}: ${wrong}\n${JSON.stringify({ seen, outcome })}`);
      }
      const kind = 'delivery' in outcome ? 'delivered' : outcome.failure.kind;
      if ([...kinds, ...own].includes(kind)) tally.count(kind);
    }
  });

  it('take every way', () => expect(tally.untaken()).toEqual([]));
  afterAll(() => tally.print(id));
});

function complaint({ links }: Service, outcome: Outcome, heard: readonly Made[]): string | null {
  if ('delivery' in outcome) {
    const { link, deleteHandle } = outcome.delivery;
    if (!heard.some(({ status }) => status >= 200 && status < 300)) return 'false success';
    if (!links.test(link) || new URL(link).href !== link) return `link to another place: ${link}`;
    return deleteHandle === null || deleteHandle.includes(canary) ? `handle: ${deleteHandle}` : null;
  }
  const { failure } = outcome;
  if (failure.kind === 'bug' || failure.kind === 'cancelled') return failure.kind;
  // Two sizes that differ are a contradiction, however good the rest.
  if (failure.kind !== 'bad-proof' && heard.every(({ isGood }) => isGood)) return `false failure: ${failure.kind}`;
  return complaintAbout(failure, [canary]);
}
