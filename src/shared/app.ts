/** What the program calls itself, towards hosts and people. */
import manifest from '../../package.json' with { type: 'json' };

export const appName = 'Droprelay';
/** The name that packages have towards systems: electron-builder.config.ts. */
export const appId = 'org.droprelay.Droprelay';
export const appVersion: string = manifest.version;

/** Sent with every request: honest and specific, never a browser's (hosts.md, decision 11). */
export const userAgent = `Droprelay/${appVersion} (+${manifest.homepage})`;
