import { describe, expect, test } from 'vitest';
import { explainRealTools, missingRealTools } from './real-tools.ts';

describe('what the tests with real parts of the system need', () => {
  test('is not mentioned when nothing is missing', () => {
    expect(explainRealTools(missingRealTools(() => true))).toBe('');
  });

  test('is named, with one command for all of it', () => {
    const message = explainRealTools(missingRealTools((program) => /^(xdotool|openbox|desktop)/.test(program)));
    expect(message).toContain('- gnome-keyring-daemon, the keyring');
    expect(message).not.toContain('xdotool');
    expect(message).toMatch(/^ {4}apt-get install -y dbus gnome-keyring xclip sway wl-clipboard python3-gi$/m);
  });
});
