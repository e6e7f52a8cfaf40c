/** Which addresses are not on the public internet, so that a link can not make us knock on doors at home. */
import { BlockList, isIP } from 'node:net';

/** A name was found to stand for an address that this request may not ask. */
export class PrivateAddressError extends Error {
  readonly code = 'ERR_PRIVATE_ADDRESS';

  constructor(host: string) {
    super(`${host} is not a public address`);
    this.name = 'PrivateAddressError';
  }
}

/**
 * https://www.iana.org/assignments/iana-ipv4-special-registry, with multicast and the reserved class E.
 * `local` marks what networks at home and at work give to their machines.
 */
const v4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8, 'local'],
  ['100.64.0.0', 10, 'local'],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12, 'local'],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24, 'local'],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16, 'local'],
  ['198.18.0.0', 15, 'local'],
  ['198.51.100.0', 24, 'local'],
  ['203.0.113.0', 24, 'local'],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/** https://www.iana.org/assignments/iana-ipv6-special-registry, with multicast and the former site-local ones. */
const v6 = [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['::ffff:0:0:0', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7, 'local'],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const;

type Network = readonly [address: string, prefix: number, local?: 'local'];

function listOf(networks: readonly Network[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of networks) list.addSubnet(address, prefix, family);
  return list;
}

function locals(networks: readonly Network[]): Network[] {
  return networks.filter(([, , local]) => local === 'local');
}

const special = { v4: listOf(v4, 'ipv4'), v6: listOf(v6, 'ipv6') };
const local = { v4: listOf(locals(v4), 'ipv4'), v6: listOf(locals(v6), 'ipv6') };

/** NAT64: how IPv4 hosts look from networks that have IPv6 only; as private as the address inside. */
const nat64 = new BlockList();
nat64.addSubnet('64:ff9b::', 96, 'ipv6');

/** True for everything but a public unicast address; also for what is no address at all. */
export function isPrivateAddress(address: string): boolean {
  const bare = address.split('%', 1)[0] ?? '';
  const family = isIP(bare);
  if (family === 4) return special.v4.check(bare, 'ipv4');
  if (family !== 6) return true;
  if (nat64.check(bare, 'ipv6')) return special.v4.check(ipv6Bytes(bare).slice(-4).join('.'), 'ipv4');
  return special.v6.check(bare, 'ipv6');
}

/** True for addresses that a machine has in its own network, and that the internet does not reach. */
export function isLocalNetworkAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  return family === 4 ? local.v4.check(address, 'ipv4') : local.v6.check(address, 'ipv6');
}

/** The address that a URL names literally, without brackets; null where it names a host. */
export function literalAddress(url: URL): string | null {
  const bare = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(bare) === 0 ? null : bare;
}

/** True for names that mean this computer itself, whoever resolves them (RFC 6761, section 6.3). */
export function isLoopbackName(url: URL): boolean {
  return /(^|\.)localhost\.?$/.test(url.hostname);
}

/** The 16 bytes of an IPv6 address. */
export function ipv6Bytes(address: string): number[] {
  // The URL parser writes the groups in hexadecimal, whatever notation came in, and may leave out one row of zeros.
  const [before = '', after] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::');
  const groups = [before, after ?? ''].map((part) => (part === '' ? [] : part.split(':')));
  const [head = [], tail = []] = groups;
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return [...head, ...zeros, ...tail].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
}
