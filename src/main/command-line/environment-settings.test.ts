import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Settings } from '../store/settings.ts';
import { settingVariables, variableOf, withEnvironment } from './environment-settings.ts';

const bucket = {
  id: 'bucket',
  name: 'Bucket',
  offBecause: 'It needs a bucket.',
  settings: z.strictObject({
    bucket: z
      .string()
      .min(1)
      .meta({ title: 'Bucket', environment: ['B_BUCKET', 'BUCKET'] }),
    pathStyle: z
      .boolean()
      .default(false)
      .meta({ title: 'Path style', environment: ['B_PATH_STYLE'] }),
    seconds: z
      .int()
      .positive()
      .default(60)
      .meta({ title: 'Seconds', environment: ['B_SECONDS'] }),
    server: z
      .string()
      .default('')
      .meta({ title: 'Server', environment: ['B_SERVER'], environmentUnless: 'B_KEY' }),
    note: z.string().default('').meta({ title: 'Note' }),
  }),
};
const filled = (environment: NodeJS.ProcessEnv, saved: object[] = []) =>
  withEnvironment(Settings.parse({ destinations: saved }), environment, [bucket]).destinations;

test('the variables of a schema are found', () => {
  expect(settingVariables(bucket)).toEqual([
    { field: 'bucket', names: ['B_BUCKET', 'BUCKET'], type: 'string' },
    { field: 'pathStyle', names: ['B_PATH_STYLE'], type: 'boolean' },
    { field: 'seconds', names: ['B_SECONDS'], type: 'integer' },
    { field: 'server', names: ['B_SERVER'], unless: 'B_KEY', type: 'string' },
  ]);
});

describe('the environment', () => {
  test('fills the ready-made destination, which stays out of chains', () => {
    expect(filled({ BUCKET: ' mine ', B_PATH_STYLE: '1', B_SECONDS: '5' })).toMatchObject([
      { id: 'bucket', label: 'Bucket', enabled: false, settings: { bucket: 'mine', pathStyle: true, seconds: 5 } },
    ]);
  });

  test('changes nothing where nothing is set', () => {
    expect(filled({ B_BUCKET: ' ' })).toEqual([]);
    const saved = { id: 'bucket', provider: 'bucket', label: 'Work', settings: { bucket: 'x' } };
    expect(filled({}, [saved])).toMatchObject([saved]);
  });

  test('the first variable that is set counts', () => {
    expect(filled({ B_BUCKET: '', BUCKET: 'second' })[0]?.settings).toEqual({ bucket: 'second' });
    expect(filled({ B_BUCKET: 'first', BUCKET: 'second' })[0]?.settings).toEqual({ bucket: 'first' });
  });

  test('leads nothing elsewhere that was set up', () => {
    const saved = { id: 'bucket', provider: 'bucket', label: 'Work', settings: { bucket: 'saved' } };
    expect(filled({ B_BUCKET: 'first', B_SECONDS: '7', B_SERVER: 'other' }, [saved])).toMatchObject([saved]);
    const named = { ...saved, settings: {} };
    expect(filled({ B_BUCKET: 'first' }, [named])).toMatchObject([{ label: 'Work', settings: { bucket: 'first' } }]);
  });

  test('does not count where another variable says so', () => {
    expect(filled({ B_BUCKET: 'b', B_SERVER: 'x' })[0]?.settings).toEqual({ bucket: 'b', server: 'x' });
    expect(filled({ B_BUCKET: 'b', B_SERVER: 'x', B_KEY: 'k' })[0]?.settings).toEqual({ bucket: 'b' });
  });

  test('says nothing about other destinations, of that provider or with that id', () => {
    const mine = { id: 'mine', provider: 'bucket', label: 'Mine', settings: {} };
    const taken = { id: 'bucket', provider: 'other', label: 'Other', settings: {} };
    expect(filled({ BUCKET: 'b' }, [mine, taken])).toMatchObject([mine, taken]);
  });

  test.each([
    ['B_PATH_STYLE', 'constructor', 'pathStyle'],
    ['B_PATH_STYLE', 'yes', 'pathStyle'],
    ['B_SECONDS', '5 minutes', 'seconds'],
    ['B_SECONDS', '-1', 'seconds'],
  ])('%s=%s is refused by the schema, and the variable is known', (name, value, field) => {
    const environment = { B_BUCKET: 'b', [name]: value };
    const issue = bucket.settings.safeParse(filled(environment)[0]?.settings).error?.issues[0];
    expect(issue?.path).toEqual([field]);
    expect(variableOf(field, bucket, environment)).toEqual({ name, isSet: true });
  });
});

test('the variable of a missing setting is named; others have none', () => {
  expect(variableOf('bucket', bucket, {})).toEqual({ name: 'B_BUCKET', isSet: false });
  expect(variableOf('note', bucket, {})).toBeNull();
  expect(variableOf('constructor', bucket, {})).toBeNull();
});
