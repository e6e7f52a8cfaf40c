import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Settings } from './settings.ts';
import { salvageSettings } from './settings-salvage.ts';

const dav = { id: 'dav', provider: 'webdav', label: 'Mine', settings: { url: 'https://dav.example' } };
const good = {
  choice: 'own',
  destinations: [dav, { id: 'uguu', provider: 'uguu', label: 'uguu', enabled: false }],
  chains: { own: { order: ['dav'], mayWiden: true } },
  preferences: { undoSeconds: 5, copyFormat: 'markdown' },
  bytesPerSecond: 1_000,
};
const salvage = (data: unknown) => salvageSettings(JSON.stringify(data));

test('what fits is kept as it is', () => {
  expect(salvage(good)).toEqual({ settings: Settings.parse(good), lost: [] });
});

test.each<[string, unknown, readonly string[], object]>([
  [
    'a preference',
    { ...good, preferences: { undoSeconds: 'x', copyFormat: 'markdown' } },
    ['preferences.undoSeconds'],
    { preferences: { copyFormat: 'markdown' } },
  ],
  [
    'two of them',
    { ...good, bytesPerSecond: -1, preferences: { undoSeconds: 5, copyFormat: 'rtf' } },
    ['preferences.copyFormat', 'bytesPerSecond'],
    { bytesPerSecond: null, preferences: { undoSeconds: 5, copyFormat: 'url' } },
  ],
  ['a field that nobody knows', { ...good, colour: 1 }, ['colour'], {}],
  [
    'one within',
    { ...good, chains: { own: { order: ['dav'], colour: 1 } } },
    ['chains.own.colour'],
    { chains: { own: { order: ['dav'] } } },
  ],
  [
    'agreement to go wider',
    { ...good, chains: { own: { order: ['dav'], mayWiden: 'yes' } } },
    ['chains.own.mayWiden'],
    { chains: { own: { order: ['dav'], mayWiden: false } } },
  ],
  ['all preferences', { ...good, preferences: 7 }, ['preferences'], { choice: 'own', preferences: { undoSeconds: 0 } }],
  ['the choice', { ...good, choice: 'moon' }, ['choice'], { choice: null }],
  [
    'a destination without a provider',
    { ...good, destinations: [dav, { id: 'x', label: 'X' }] },
    ['destinations.1.provider'],
    { destinations: [{ id: 'dav' }] },
  ],
  [
    'whether a destination is on',
    { ...good, destinations: [{ ...dav, enabled: 'x' }] },
    ['destinations.0.enabled'],
    { destinations: [{ id: 'dav', enabled: false }] },
  ],
  [
    'consent',
    { ...good, destinations: [{ ...dav, consent: 7 }] },
    ['destinations.0.consent'],
    { destinations: [{ id: 'dav', consent: 'ask' }] },
  ],
  [
    'who can get at what is there',
    { ...good, destinations: [{ ...dav, scope: 7 }] },
    ['destinations.0.scope'],
    { destinations: [{ id: 'dav', scope: 'public' }] },
  ],
  [
    'which proxy is used',
    { ...good, proxy: { use: 'mine', server: 'http://proxy.example', user: 'me' } },
    ['proxy.use'],
    { choice: 'own', proxy: { use: 'own', server: 'http://proxy.example', user: 'me' } },
  ],
  ['all of the proxy', { ...good, proxy: 7 }, ['proxy'], { proxy: { use: 'own', server: '', user: '' } }],
])('only %s that is damaged goes back', (_what, data, lost, expected) => {
  const salvaged = salvage(data);
  expect(salvaged.lost).toEqual(lost);
  expect(salvaged.settings).toMatchObject(expected);
});

test('without the destinations nobody knows which were switched off: where files go is asked anew', () => {
  expect(salvage({ ...good, destinations: 'gone' })).toMatchObject({
    lost: ['destinations'],
    settings: { choice: null, destinations: [], preferences: { undoSeconds: 5 } },
  });
});

test.each(['', '{"choice":', '[]', 'null', '7'])('of %j nothing is left', (content) => {
  expect(salvageSettings(content)).toEqual({ settings: Settings.parse({}), lost: ['the whole file'] });
});

test('whatever is in the file, settings come of it, and what did not fit is gone', () => {
  const damaged = fc.record(
    {
      choice: fc.anything(),
      destinations: fc.oneof(
        fc.anything(),
        fc.array(fc.oneof(fc.constant(dav), fc.anything(), fc.record({ id: fc.anything(), provider: fc.string() }))),
      ),
      chains: fc.oneof(fc.anything(), fc.record({ own: fc.anything(), public: fc.record({ order: fc.anything() }) })),
      preferences: fc.oneof(
        fc.anything(),
        fc.dictionary(fc.constantFrom('undoSeconds', 'shortcut', 'x'), fc.anything()),
      ),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(damaged, (data) => {
      const text = JSON.stringify(data) ?? '';
      const { settings } = salvageSettings(text);
      expect(Settings.parse(settings)).toEqual(settings);
    }),
  );
});
