/** The machine that the program under test believes in: its names, its network and its chance. */
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import type { LookupFunction } from 'node:net';
import os from 'node:os';

/** Every name stands for this computer; without a network there are no names, and no interface is up. */
export function setMachine({ offline, random }: { offline: boolean; random: number | null }): void {
  const lookup: LookupFunction = (hostname, options, callback) => {
    if (offline) {
      const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' });
      process.nextTick(() => callback(error, ''));
    } else process.nextTick(() => (options.all ? callback(null, [here]) : callback(null, here.address, here.family)));
  };
  Object.assign(dns, { lookup });
  if (offline) Object.assign(os, { networkInterfaces: () => ({}) });
  if (random !== null) Math.random = () => random;
  syncBuiltinESMExports();
}

const here = { address: '127.0.0.1', family: 4 };
