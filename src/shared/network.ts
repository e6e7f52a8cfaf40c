/** The way out to the network, as the user sets it: the proxy, and the most that is sent. */
import { z } from 'zod';
import { Failure } from './failure.ts';
import { Sealing } from './model.ts';
import { readProxyServer } from './proxy-server.ts';

/** `system`: what the system says; `none`: straight; `own`: the server below, for all but this computer itself. */
export const ProxyUse = z.enum(['system', 'none', 'own']);
export type ProxyUse = z.infer<typeof ProxyUse>;

export const ProxySetting = z.strictObject({
  use: ProxyUse.default('system'),
  /** `http://host:port`, `https://…` or `socks5://…`, without a user; '' while there is none. */
  server: z
    .string()
    .max(300)
    .refine((text) => text === '' || readProxyServer(text) !== null)
    .default(''),
  /** '' for none. The password is a secret, and kept as one. */
  user: z.string().max(255).default(''),
});
export type ProxySetting = z.infer<typeof ProxySetting>;

/** Bytes per second; null for no limit. */
export const SpeedLimit = z.number().int().min(1).max(1e12).nullable();

export const NetworkView = z.object({
  bytesPerSecond: SpeedLimit,
  proxy: ProxySetting,
  /** How the proxy's password is kept. */
  password: Sealing,
});
export type NetworkView = z.infer<typeof NetworkView>;

/** What came of a try to get out. */
export const ProxyTest = z.object({
  /** The proxy that led there, "host:port"; null where the way is straight. */
  hop: z.string().nullable(),
  /** The host that was tried. */
  host: z.string(),
  ms: z.number(),
  /** Null where it was reached. */
  failure: Failure.nullable(),
});
export type ProxyTest = z.infer<typeof ProxyTest>;

const nothing = z.void();
const none = z.undefined();

export const networkCalls = {
  'network.limit': { door: 'page', input: z.object({ bytesPerSecond: SpeedLimit }), output: nothing },
  /** Another server or user forgets the password: it is for the old one. */
  'network.proxy': { door: 'page', input: z.object({ proxy: ProxySetting }), output: nothing },
  'network.setPassword': {
    door: 'page',
    input: z.object({ password: z.string().min(1).max(1_000), storeWeak: z.boolean() }),
    output: z.object({ sealing: Sealing }),
  },
  /** Stores what is kept for this run only, however weakly. */
  'network.storePasswordWeak': { door: 'page', input: none, output: z.object({ sealing: Sealing }) },
  'network.forgetPassword': { door: 'page', input: none, output: nothing },
  /** Connects to the first destination the way that uploads would go, and asks it nothing. */
  'network.test': { door: 'page', input: none, output: ProxyTest },
} as const;
