/** Reads what a proxy script, or Electron's `session.resolveProxy()`, says about a URL. */
import { UploadFailure } from '../../shared/failure.ts';
import { direct, type ProxyChoice } from './proxy.ts';

const kinds: Readonly<Record<string, 'http' | 'https' | 'socks5'>> = {
  PROXY: 'http',
  HTTP: 'http',
  HTTPS: 'https',
  SOCKS5: 'socks5',
  /** The script's author may mean version 4; nearly every server that speaks it speaks 5 as well. */
  SOCKS: 'socks5',
};
const defaultPorts = { http: 80, https: 443, socks5: 1080 } as const;

/**
 * The first choice of a list such as "SOCKS5 host:1080; DIRECT" that we can use; nothing said is direct. The later ones
 * are not tried when the first fails. Fails with `settings-invalid` where all are kinds that we do not speak: going
 * straight instead could show what was to be hidden.
 */
export function parsePacResult(text: string): ProxyChoice {
  const entries = text.split(';').flatMap((entry) => entry.trim() || []);
  if (entries.length === 0) return direct;
  for (const entry of entries) {
    const [kind = '', place = ''] = entry.split(/\s+/, 2);
    if (kind.toUpperCase() === 'DIRECT') return direct;
    const choice = proxyAt(kinds[kind.toUpperCase()], place);
    if (choice) return choice;
  }
  throw new UploadFailure({ kind: 'settings-invalid', field: 'proxy' });
}

function proxyAt(kind: 'http' | 'https' | 'socks5' | undefined, place: string): ProxyChoice | null {
  const url = URL.parse(`proxy://${place}`);
  if (!kind || !url?.hostname || url.username !== '') return null;
  const port = url.port === '' ? defaultPorts[kind] : Number(url.port);
  return { kind, host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port };
}
