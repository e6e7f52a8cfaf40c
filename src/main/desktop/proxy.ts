/** Asks the system which way leads out, as the browser does. */
import type { Session } from 'electron';
import { parsePacResult } from '../net/pac-result.ts';
import type { ProxyResolver } from '../net/proxy.ts';

/** The system's proxy settings, automatic configuration included. */
export function systemProxy(session: Session): ProxyResolver {
  return async (url) => parsePacResult(await session.resolveProxy(url.href));
}
