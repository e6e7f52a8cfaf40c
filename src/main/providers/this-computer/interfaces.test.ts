import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { ShareInterface } from '../../../shared/contract.ts';
import { listShareInterfaces, reachOf } from './interfaces.ts';

function entry(address: string, internal = false): NetworkInterfaceInfo {
  const rest = { address, internal, mac: '00:00:00:00:00:00', cidr: null };
  return address.includes(':')
    ? { ...rest, family: 'IPv6', netmask: 'ffff::', scopeid: 0 }
    : { ...rest, family: 'IPv4', netmask: '255.0.0.0' };
}

test('loopback comes first, then the addresses of private networks, IPv4 before IPv6', () => {
  const system = {
    lo: [entry('127.0.0.1', true), entry('::1', true)],
    eth0: [entry('192.168.1.20'), entry('192.168.1.21'), entry('fe80::1'), entry('fd00::2')],
    wlan0: [entry('10.0.0.7')],
  };
  expect(listShareInterfaces(system)).toEqual([
    { id: 'loopback', address: '127.0.0.1', label: 'Only this computer' },
    { id: 'ipv4:eth0', address: '192.168.1.20', label: 'On your network (eth0, 192.168.1.20)' },
    { id: 'ipv4:wlan0', address: '10.0.0.7', label: 'On your network (wlan0, 10.0.0.7)' },
    { id: 'ipv6:eth0', address: 'fd00::2', label: 'On your network (eth0, fd00::2)' },
  ]);
});

test.each(['8.8.8.8', '172.32.0.1', '169.254.1.1', '2001:4860::1', 'fe80::1', '0.0.0.0', '::'])(
  '%s is not offered: it is open to the internet, or no address of a link',
  (address) => expect(listShareInterfaces({ eth0: [entry(address)] })).toHaveLength(1),
);

test('a very long interface name gives an id that the contract takes', () => {
  const [, long] = listShareInterfaces({ ['x'.repeat(300)]: [entry('10.0.0.1')] });
  expect(long?.id).toHaveLength(64);
});

test('this machine has at least its loopback', () => {
  const found = listShareInterfaces();
  expect(found[0]?.id).toBe('loopback');
  for (const one of found) ShareInterface.parse(one);
});

test('only loopback stays on this computer', () => {
  expect(reachOf('loopback')).toBe('loopback');
  expect(reachOf('ipv4:eth0')).toBe('network');
});
