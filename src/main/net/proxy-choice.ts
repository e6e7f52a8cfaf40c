/** Which proxy the user wants: the system's, none, or one of their own. */
import { BlockList, isIPv4 } from 'node:net';
import { UploadFailure } from '../../shared/failure.ts';
import type { ProxySetting } from '../../shared/network.ts';
import { readProxyServer } from '../../shared/proxy-server.ts';
import { isLoopbackName, literalAddress } from './addresses.ts';
import { direct, type ProxyResolver } from './proxy.ts';

export interface ProxyChoiceDeps {
  /** As it is now: asked at every request, so that a change counts at once. */
  readonly setting: () => ProxySetting;
  readonly system: ProxyResolver;
  /** Null where there is none. Fails with `secret-unavailable`. */
  readonly password: () => Promise<string | null>;
}

/**
 * Fails with `settings-invalid` where an own proxy is wanted and none is set up: going straight instead could show what
 * was to be hidden. This computer itself is always asked straight: a proxy elsewhere knows another one by that name.
 */
export function createProxyChoice({ setting, system, password }: ProxyChoiceDeps): ProxyResolver {
  return async (url) => {
    const { use, server, user } = setting();
    if (use === 'system') return await system(url);
    if (use === 'none' || isLoopback(url)) return direct;
    const at = readProxyServer(server);
    if (!at) throw new UploadFailure({ kind: 'settings-invalid', field: 'proxy' });
    return user === '' ? at : { ...at, user, password: (await password()) ?? '' };
  };
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

function isLoopback(url: URL): boolean {
  const literal = literalAddress(url);
  if (literal === null) return isLoopbackName(url);
  return loopback.check(literal, isIPv4(literal) ? 'ipv4' : 'ipv6');
}
