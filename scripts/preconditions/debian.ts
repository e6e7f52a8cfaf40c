// Which Debian package holds what Electron misses.

/** Everything that Electron and its tests want from Debian, also what they open only when it is there. */
export const ALL_PACKAGES = [
  'xvfb',
  'xauth',
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libnotify4',
  'libsecret-1-0',
  'dbus-x11',
] as const;

/** Names that changed with Debian 13 and Ubuntu 24.04 (64-bit time). The other old names still lead to the new ones there. */
const RENAMED: Readonly<Record<string, string>> = { 'libgtk-3-0': 'libgtk-3-0t64', libasound2: 'libasound2t64' };

/** The libraries that `ldd` did not find, each once, in its order. */
export function missingLibraries(lddOutput: string): string[] {
  const names = [...lddOutput.matchAll(/^\s*(\S+) => not found\s*$/gm)].map((match) => match[1] ?? '');
  return [...new Set(names)];
}

/** The Debian packages that bring these libraries. GTK brings the X, GLib, cairo, accessibility, CUPS and D-Bus ones. */
export function packagesFor(libraries: readonly string[]): string[] {
  const packages = libraries.map((library) => {
    if (/^lib(nss|nssutil|smime|nspr|plc|plds|ssl)\d/.test(library)) return 'libnss3';
    if (library.startsWith('libasound')) return 'libasound2';
    if (/^lib(gbm|drm|wayland-server)/.test(library)) return 'libgbm1';
    if (library.startsWith('libXss')) return 'libxss1';
    if (library.startsWith('libudev')) return 'libudev1';
    return 'libgtk-3-0';
  });
  return [...new Set(packages)];
}

/** The names for the release that this text of /etc/os-release describes. */
export function namesForRelease(packages: readonly string[], osRelease: string): string[] {
  return packages.map((name) => (usesTime64Names(osRelease) ? (RENAMED[name] ?? name) : name));
}

/** True when the release can not be told, so that a message should give both names. */
export function releaseUnknown(osRelease: string): boolean {
  return !/^ID="?(debian|ubuntu)"?$/m.test(osRelease);
}

/** A line on the names that differ by release; empty when none of these does. */
export function renamedHint(packages: readonly string[]): string {
  const renamed = packages.filter((name) => name in RENAMED).map((name) => `${name} is ${RENAMED[name]}`);
  return renamed.length > 0 ? `On Debian 13, Ubuntu 24.04 and newer, ${renamed.join(' and ')}.` : '';
}

function usesTime64Names(osRelease: string): boolean {
  if (releaseUnknown(osRelease)) return false;
  const version = /^VERSION_ID="?([\d.]+)"?$/m.exec(osRelease)?.[1];
  // Debian's testing and unstable carry no version.
  if (version === undefined) return true;
  return Number.parseFloat(version) >= (/^ID="?ubuntu/m.test(osRelease) ? 24.04 : 13);
}
