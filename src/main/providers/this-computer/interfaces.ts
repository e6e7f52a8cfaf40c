/** The network interfaces that a user may share on, and who can reach what is shared there. */
import { BlockList } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { ShareInterface } from '../../../shared/contract.ts';

export const loopbackId = 'loopback';

const loopback: ShareInterface = { id: loopbackId, address: '127.0.0.1', label: 'Only this computer' };

/**
 * Addresses that are not reachable from the internet (IANA special-purpose registries), so that a share stays `local`.
 * Left out: global addresses, and link-local ones (an IPv6 zone has no place in a link; IPv4 ones come and go).
 */
const local = new BlockList();
for (const [net, bits] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['172.16.0.0', 12],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
] as const) {
  local.addSubnet(net, bits, 'ipv4');
}
local.addSubnet('fc00::', 7, 'ipv6');

/**
 * Loopback first, then one address per interface and family, IPv4 before IPv6.
 * Ids are stable while the interface keeps its name (family and name, at most 64 characters); addresses may change.
 */
export function listShareInterfaces(
  system: ReturnType<typeof networkInterfaces> = networkInterfaces(),
): ShareInterface[] {
  const found = (family: 'IPv4' | 'IPv6'): ShareInterface[] =>
    Object.entries(system).flatMap(([name, addresses]) => {
      const kind = family === 'IPv4' ? 'ipv4' : 'ipv6';
      const first = addresses?.find(
        (entry) => entry.family === family && !entry.internal && local.check(entry.address, kind),
      );
      if (first === undefined) return [];
      const { address } = first;
      return [{ id: `${kind}:${name}`.slice(0, 64), address, label: `On your network (${name}, ${address})` }];
    });
  return [loopback, ...found('IPv4'), ...found('IPv6')];
}

/** Who can open a link that is shared on this interface. */
export function reachOf(interfaceId: string): 'loopback' | 'network' {
  return interfaceId === loopbackId ? 'loopback' : 'network';
}
