import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { createOutput } from './output.ts';

test('what is hidden stays so when more is hidden', async () => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const output = createOutput({ stdout, stderr: Object.assign(stderr, { columns: 80, rows: 24 }), env: {} });
  output.hide(['canary-of-the-configuration']);
  output.hide(['canary-of-the-environment']);
  output.hide([]);
  output.print('canary-of-the-configuration, canary-of-the-environment');
  output.print('https://host.example/?id=canary-of-the-environment', { asItIs: true });
  output.say('canary-of-the-environment, canary-of-the-configuration');
  output.report(new Error('canary-of-the-configuration'));
  stdout.end();
  stderr.end();
  expect(await text(stdout)).toBe('[secret], [secret]\nhttps://host.example/?id=canary-of-the-environment\n');
  const said = await text(stderr);
  expect(said).toMatch(/^\[secret\], \[secret\]\ndroprelay: Error: \[secret\]/);
  expect(said).not.toContain('canary');
});
