/** One S3 server and one bucket, ready to be asked: the SDK's client on our net, with its errors as failures of ours. */
import { UploadFailure } from '../../../shared/failure.ts';
import type { Secrets, Services } from '../provider.ts';
import { keysOf } from './credentials.ts';
import { failureOf, S3Failure } from './errors.ts';
import { type Exchange, RequestHandler } from './request-handler.ts';
import { longestSession, type Place, placeOf, type S3Settings } from './settings.ts';

type Sdk = typeof import('./sdk.ts');
type Client = InstanceType<Sdk['S3Client']>;

/** What is asked besides a command. */
export interface Asking extends Exchange {
  readonly signal: AbortSignal;
  /** Bytes of the file that it is about. */
  readonly sizeBytes?: number;
}

export interface S3 {
  readonly place: Place;
  /** As failures name it. */
  readonly host: string;
  readonly sdk: Sdk;
  /**
   * Asks once, and once more where only the clocks were apart. Fails with an `S3Failure` for what S3 answers, with an
   * `UploadFailure` of the net's where it does not.
   * @param request sends a command with these options
   */
  ask<Output>(request: Request<Output>, asking: Asking): Promise<Output>;
  /** A link that opens without keys for `seconds`, and when it ends (epoch ms, by this computer's clock). */
  signedLink(key: string, seconds: number): Promise<{ link: string; expiresAt: number }>;
}

export type Request<Output> = (client: Client, options: { abortSignal: AbortSignal }) => Promise<Output>;

export async function openS3(settings: S3Settings, secrets: Secrets, services: Services): Promise<S3> {
  const place = placeOf(settings);
  const requestHandler = new RequestHandler(services.net);
  const keys = await keysOf(settings, secrets, place, requestHandler);
  const sdk = await import('./sdk.ts');
  const client = clientOf(sdk, place, keys, requestHandler);
  const { host } = place.endpoint;
  const hidden = [keys.secretAccessKey, keys.sessionToken ?? '', keys.accessKeyId].filter((secret) => secret !== '');

  async function askOnce<Output>(request: Request<Output>, asking: Asking): Promise<Output> {
    const { signal, sizeBytes = 0, ...exchange } = asking;
    if (signal.aborted) throw new UploadFailure({ kind: 'cancelled' });
    try {
      return await request(client, withExchange(signal, exchange));
    } catch (error) {
      if (error instanceof UploadFailure) throw error;
      const { answer } = exchange;
      // Without an answer, the SDK itself did not know what to do.
      if (!answer) throw error;
      // Not its error as the cause: what it holds of the request and the answer may show a key.
      const asked = { host, region: place.region, sizeBytes, secrets: hidden, now: services.clock() };
      throw failureOf(answer, errorName(error), asked);
    }
  }

  return {
    place,
    host,
    sdk,
    async ask(request, asking) {
      try {
        return await askOnce(request, asking);
      } catch (error) {
        if (!(error instanceof S3Failure) || error.code !== 'RequestTimeTooSkewed') throw error;
        const theirs = error.serverTime;
        if (theirs === null) throw error;
        client.config.systemClockOffset = theirs - Date.now();
        return await askOnce(request, asking);
      }
    },
    async signedLink(key, seconds) {
      const offset = client.config.systemClockOffset;
      // Signatures know no parts of seconds.
      const now = Date.now() + offset;
      const signedAt = now - (now % 1000);
      const command = new sdk.GetObjectCommand({ Bucket: place.bucket, Key: key });
      const link = await sdk.getSignedUrl(client, command, { expiresIn: seconds, signingDate: new Date(signedAt) });
      const end = services.clock() - (now - signedAt) + seconds * 1000;
      const atMost = keys.sessionToken === undefined ? end : services.clock() + longestSession;
      return { link, expiresAt: Math.min(end, keys.expiration?.getTime() ?? atMost) };
    },
  };
}

/** Nothing of it is taken from the environment or from files of the SDK's. */
function clientOf(
  sdk: Sdk,
  place: Place,
  keys: Awaited<ReturnType<typeof keysOf>>,
  requestHandler: RequestHandler,
): Client {
  const client = new sdk.S3Client({
    endpoint: place.endpoint.href,
    region: place.region,
    forcePathStyle: place.pathStyle,
    credentials: { ...keys },
    requestHandler,
    maxAttempts: 1,
    retryMode: 'standard',
    defaultsMode: 'standard',
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    expectContinueHeader: false,
    disableS3ExpressSessionAuth: true,
    disableMultiregionAccessPoints: true,
    useArnRegion: false,
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    authSchemePreference: ['aws.auth#sigv4'],
    sigv4aSigningRegionSet: [],
    userAgentAppId: undefined,
  });
  // Our net says who we are, and the engine is the only one that tries again.
  client.middlewareStack.remove('getUserAgentMiddleware');
  client.middlewareStack.add((next) => next, {
    name: 'retryMiddleware',
    step: 'finalizeRequest',
    priority: 'high',
    override: true,
  });
  return client;
}

/** The SDK hands its handler all the options that it is given, though its types know only its own. */
function withExchange(abortSignal: AbortSignal, exchange: Exchange): { abortSignal: AbortSignal } {
  return Object.assign({ abortSignal }, { exchange });
}

function errorName(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
