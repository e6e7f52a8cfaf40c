/** The network interfaces that a user may share on, and who can reach what is shared there. */
import { networkInterfaces } from 'node:os';
import type { ShareInterface } from '../../../shared/contract.ts';
import { spoken } from '../../../shared/messages/index.ts';
import { isLocalNetworkAddress } from '../../net/addresses.ts';

export const loopbackId = 'loopback';

/**
 * Loopback first, then one address per interface and family, IPv4 before IPv6. Only those that the internet does not
 * reach, so that a share stays `local`, and no link-local ones (an IPv6 zone has no place in a link; IPv4 ones come and go).
 * Ids are stable while the interface keeps its name (family and name, at most 64 characters); addresses may change.
 */
export function listShareInterfaces(
  system: ReturnType<typeof networkInterfaces> = networkInterfaces(),
): ShareInterface[] {
  const say = spoken().words.interfaces;
  const found = (family: 'IPv4' | 'IPv6'): ShareInterface[] =>
    Object.entries(system).flatMap(([name, addresses]) => {
      const kind = family === 'IPv4' ? 'ipv4' : 'ipv6';
      const first = addresses?.find(
        (entry) => entry.family === family && !entry.internal && isLocalNetworkAddress(entry.address),
      );
      if (first === undefined) return [];
      const { address } = first;
      return [{ id: `${kind}:${name}`.slice(0, 64), address, label: say.network(name, address) }];
    });
  const loopback = { id: loopbackId, address: '127.0.0.1', label: say.loopback };
  return [loopback, ...found('IPv4'), ...found('IPv6')];
}

/** Who can open a link that is shared on this interface. */
export function reachOf(interfaceId: string): 'loopback' | 'network' {
  return interfaceId === loopbackId ? 'loopback' : 'network';
}
