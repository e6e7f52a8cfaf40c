/** How connections are made: the system's certificates are trusted, and private addresses refused where asked. */
import dns from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { SecureContext } from 'node:tls';
import { buildConnector } from 'undici';
import { isPrivateAddress, PrivateAddressError } from './addresses.ts';

export interface ConnectorOptions {
  readonly connectTimeoutMs: number;
  /** PEM certificates trusted besides the system's and Node's own. */
  readonly extraCertificates: readonly string[];
  readonly lookup: LookupFunction;
  readonly allowPrivateAddresses: boolean;
}

/** What undici calls for a new connection. Certificates are read at the first https one: that takes a while. */
export function createConnector(options: ConnectorOptions): buildConnector.connector {
  const common = {
    allowH2: false,
    timeout: options.connectTimeoutMs,
    lookup: options.allowPrivateAddresses ? options.lookup : publicOnly(options.lookup),
  };
  const plain = buildConnector(common);
  let secure: buildConnector.connector | undefined;
  return (target, callback) => {
    if (target.protocol !== 'https:') return plain(target, callback);
    secure ??= buildConnector({ ...common, secureContext: trustedContext(options.extraCertificates) });
    return secure(target, callback);
  };
}

export const systemLookup: LookupFunction = (hostname, options, callback) => {
  dns.lookup(hostname, options, callback);
};

/** At first use: it takes memory, and plain http has no need of it. */
function nodeTls(): typeof import('node:tls') {
  return process.getBuiltinModule('node:tls');
}

/** One context for all connections: parsing the certificates for each would cost more than the handshake. */
function trustedContext(extra: readonly string[]): SecureContext {
  const tls = nodeTls();
  const ca = new Set([...tls.getCACertificates('default'), ...systemCertificates(), ...extra]);
  return tls.createSecureContext({ ca: [...ca] });
}

/** None where the system's store can not be read: Node's own, and those of `NODE_EXTRA_CA_CERTS`, remain. */
function systemCertificates(): string[] {
  try {
    return nodeTls().getCACertificates('system');
  } catch {
    return [];
  }
}

/**
 * The check sits between the resolver and the connection, so that a name which resolves differently the second
 * time gains nothing. One private address among several refuses them all.
 */
function publicOnly(lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, found, family) => {
      const addresses = typeof found === 'string' ? [found] : (found ?? []).map(({ address }) => address);
      if (!error && addresses.some(isPrivateAddress)) return callback(new PrivateAddressError(hostname), '');
      return callback(error, found, family);
    });
  };
}
