import { describe, expect, test } from 'vitest';
import { explainKeyring, missingKeyringTools } from './keyring.ts';

describe('what a real keyring needs', () => {
  test('is not mentioned when nothing is missing', () => {
    expect(explainKeyring(missingKeyringTools(() => true))).toBe('');
  });

  test('is named, with one command for all of it', () => {
    const message = explainKeyring(missingKeyringTools((program) => program === 'xdotool'));
    expect(message).toContain('- gnome-keyring-daemon, the keyring');
    expect(message).not.toContain('xdotool');
    expect(message).toMatch(/^ {4}apt-get install -y dbus gnome-keyring$/m);
  });
});
