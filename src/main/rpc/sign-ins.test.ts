import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { calls } from '../../shared/contract.ts';
import { UploadFailure } from '../../shared/failure.ts';
import { DestinationId } from '../../shared/ids.ts';
import { ownTraits } from '../providers/own-storage.ts';
import type { Provider, SignIn } from '../providers/provider.ts';
import { unusedServices } from '../providers/test-services.ts';
import { DestinationSettings } from '../store/settings.ts';
import { createSignIns } from './sign-ins.ts';

const id = DestinationId.parse('mine');
const settings = z.strictObject({ app: z.string().default('app') });
type Settings = z.infer<typeof settings>;

/** The codes that it takes are those that end in the state of the sign-in that is under way. */
const signIn: SignIn<Settings> = {
  begin: ({ app }) => ({
    url: new URL(`https://agree.example/?app=${app}`),
    state: `canary-${Math.random()}-of-${app}`,
  }),
  async finish({ app }, { code, state }, { signal }) {
    signal.throwIfAborted();
    if (code !== 'good' || !state.endsWith(app)) throw new UploadFailure({ kind: 'auth', host: 'agree.example' });
    return { token: 'canary-token', unknown: 'canary-other' };
  },
};

const beginAt =
  (site: string): SignIn<Settings>['begin'] =>
  ({ app }) => ({ url: new URL(`${site}?app=${app}`), state: 'canary' });

function createBox(
  how: Partial<{ browser: boolean; sealing: 'sealed' | 'kept-for-run'; signIn: boolean; site: string }> = {},
) {
  const { browser = true, sealing = 'sealed' } = how;
  const box = { app: 'app', opened: [] as string[], copied: [] as string[], kept: [] as string[] };
  const provider: Provider<Settings> = {
    id: 'made-up',
    name: 'Made up',
    homepage: null,
    settings,
    secretFields: [{ name: 'token', title: 'Token', description: '', required: true, environment: [] }],
    traits: () => ownTraits,
    servers: () => [new URL('http://own.example/')],
    connect: () => ({ upload: () => Promise.reject(new Error('not asked here')) }),
    ...(how.signIn !== false && { signIn: how.site === undefined ? signIn : { ...signIn, begin: beginAt(how.site) } }),
  };
  const made = DestinationSettings.parse({ id: 'mine', provider: 'agree', label: 'Mine' });
  const signIns = createSignIns({
    known: () => ({ made, provider: provider as Provider, settings: { app: box.app } }),
    services: unusedServices,
    setups: {
      setSecret: async ({ field, value }) => {
        box.kept.push(`${field}: ${value}`);
        return { sealing };
      },
    },
    async open(url) {
      if (!browser) throw new Error('no browser');
      box.opened.push(url.href);
    },
    async copy(text) {
      box.copied.push(text);
      return true;
    },
  });
  const begin = async () => calls['destinations.signIn'].output.parse(await signIns['destinations.signIn']({ id }));
  const finish = async (code: string) =>
    calls['destinations.finishSignIn'].output.parse(await signIns['destinations.finishSignIn']({ id, code }));
  return { box, begin, finish, signIns };
}

const invalid = (field: string) => ({ failure: { kind: 'settings-invalid', field } });

describe('signing in', () => {
  test('opens the page in the browser, and keeps what the code is good for', async () => {
    const { box, begin, finish } = createBox();
    const began = await begin();
    expect(began).toEqual({ host: 'agree.example', page: 'opened' });
    expect(box.opened).toEqual(['https://agree.example/?app=app']);
    const finished = await finish(' good\n');
    expect(finished).toEqual({ unsealed: [] });
    expect(box.kept).toEqual(['token: canary-token']);
    expect(JSON.stringify([began, finished])).not.toContain('canary');
    await expect(finish('good')).rejects.toMatchObject(invalid('code'));
  });

  test('a wrong code says so, and another one may be pasted', async () => {
    const { box, begin, finish } = createBox();
    await begin();
    await expect(finish('wrong')).rejects.toMatchObject({ failure: { kind: 'auth' } });
    expect(box.kept).toEqual([]);
    await finish('good');
    expect(box.kept).toHaveLength(1);
  });

  test('can be begun again, which ends the one before', async () => {
    const { box, begin, finish } = createBox();
    await begin();
    const first = finish('good');
    await begin();
    await expect(first).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
    expect(box.kept).toEqual([]);
    await finish('good');
    expect([box.opened.length, box.kept.length]).toEqual([2, 1]);
  });

  test('with other settings than it was begun with is none', async () => {
    const { box, begin, finish } = createBox();
    await expect(finish('good')).rejects.toMatchObject(invalid('code'));
    await begin();
    box.app = 'other';
    await expect(finish('good')).rejects.toMatchObject(invalid('code'));
    expect(box.kept).toEqual([]);
  });

  test('without a browser copies the address', async () => {
    const { box, begin } = createBox({ browser: false });
    expect(await begin()).toEqual({ host: 'agree.example', page: 'copied' });
    expect(box.copied).toEqual(['https://agree.example/?app=app']);
  });

  test('tells what is kept for this run only', async () => {
    const { begin, finish } = createBox({ sealing: 'kept-for-run' });
    await begin();
    expect(await finish('good')).toEqual({ unsealed: ['token'] });
  });

  test('opens plain http nowhere but at the server that was set, and nothing else', async () => {
    for (const site of ['http://agree.example/', 'file:///etc/passwd', 'javascript:alert(1)']) {
      const { box, begin } = createBox({ site });
      await expect(begin()).rejects.toThrow('https');
      expect(box.opened).toEqual([]);
    }
    const { box, begin } = createBox({ site: 'http://own.example/x' });
    await begin();
    expect(box.opened).toEqual(['http://own.example/x?app=app']);
  });

  test('is refused where there is no such thing, and ends with the program', async () => {
    const { begin, finish, signIns } = createBox();
    await begin();
    signIns[Symbol.dispose]();
    await expect(finish('good')).rejects.toThrow();
    await expect(createBox({ signIn: false }).begin()).rejects.toMatchObject(invalid('destination'));
  });
});
