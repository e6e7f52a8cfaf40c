/** Conformance: what a provider says of itself fits together. */
import { expect, test } from 'vitest';
import type { Suite } from './conformance.ts';

export function traitsConform({ provider, target, traits, rig }: Suite): void {
  const needsNothing = provider.secretFields.every(({ required }) => !required) && target.settings === undefined;

  test('its settings have defaults where it needs no key, and no secret is among them', () => {
    if (needsNothing) expect(() => provider.settings.parse({})).not.toThrow();
    for (const { name } of provider.secretFields) {
      const parsed = provider.settings.safeParse({ ...target.settings, [name]: 'x' });
      expect(parsed.success && name in Object(parsed.data)).toBe(false);
    }
  });

  test('its secrets are described, and the target has all that are required', () => {
    for (const { name, title, description, environment, required } of provider.secretFields) {
      expect(title).toMatch(/^[A-Z]/);
      expect(description).toMatch(/^[A-Z].*\.$/s);
      for (const variable of environment.flat()) expect(variable).toMatch(/^[A-Z][A-Z0-9_]+$/);
      if (required) expect(rig().secrets).toHaveProperty(name);
    }
  });

  test('its extensions are plain, and its limits are numbers of bytes', () => {
    const extensions = [
      ...traits.refusedExtensions,
      ...Object.keys(traits.maxBytesByExtension),
      ...(traits.mayShrink ?? []),
    ];
    for (const extension of extensions) expect(extension).toMatch(/^[a-z0-9]+$/);
    for (const limit of [traits.maxBytes ?? 1, ...Object.values(traits.maxBytesByExtension)]) {
      expect(Number.isSafeInteger(limit) && limit > 0).toBe(true);
    }
  });

  test('what can be deleted has something that deletes it', () => {
    if (traits.deletable) expect(rig().connection.remove).toBeTypeOf('function');
  });

  test('it says that it leaves parts exactly where it can list them, and can delete what it lists', () => {
    const { leftovers, discard } = rig().connection;
    expect(provider.leavesParts ?? false).toBe(leftovers !== undefined);
    if (leftovers) expect(discard).toBeTypeOf('function');
  });

  test('it names the servers that it talks to', () => {
    expect(rig().servers.length > 0).toBe(traits.scope !== 'local');
    for (const server of rig().servers) expect(rig().connection.ownsAddress?.(server)).toBe(true);
  });

  test('one that is not tried unasked says why, in a sentence', () => {
    expect(provider.offBecause ?? 'It may.').toMatch(/^[A-Z0-9].*\.$/);
  });
}
