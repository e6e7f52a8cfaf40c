/** Makes a provider of a host that takes a file in one HTTP request and answers with its link. */
import { extname } from 'node:path';
import { z } from 'zod';
import { type Failure, UploadFailure } from '../../shared/failure.ts';
import type { Proof } from '../../shared/model.ts';
import { parseLink } from '../net/links.ts';
import type { HttpAnswer } from '../net/net.ts';
import type { Payload } from '../net/payload.ts';
import { type PayloadBody, payloadProgress } from '../net/payload-body.ts';
import { createRedaction } from '../net/redaction.ts';
import type { Connection, Delivery, Provider, SecretField, Secrets, Services, Traits, UploadRun } from './provider.ts';
import { answerDetail, failureOfStatus, plainLine, type StatusContext, tooLarge } from './status.ts';

/** Shorter secrets (characters) are part of many links. */
const leastSecret = 8;

export interface HostRequest {
  readonly method: 'POST' | 'PUT';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: PayloadBody;
}

/** What is known when an answer is read. */
export interface AnswerContext<Settings> extends StatusContext {
  readonly payload: Payload;
  readonly settings: Settings;
  /** Tells which secrets the destination has, by field. */
  readonly has: (field: string) => boolean;
  /** What was asked. */
  readonly request: Omit<HostRequest, 'body'>;
  /** When the last byte left, epoch ms: the host can not have begun to count a lifetime earlier. */
  readonly sentAt: number;
}

/** What a host's answer says; whether `link` is a link of that host is checked by `defineHttpHost`. */
export interface HostDelivery {
  readonly link: string;
  readonly deleteHandle?: string;
  /** Epoch ms. */
  readonly expiresAt?: number;
  readonly proof?: Proof;
  /** How much of the file the host says it has, bytes: a proof where it is all of it, else `bad-proof`. */
  readonly storedBytes?: number | undefined;
  /** What shows that the host got something else than was sent: `bad-proof`, and the host is asked to delete it. */
  readonly contradiction?: 'size' | 'hash';
}

export interface HttpHostDefinition<Settings extends { readonly server: string }> {
  readonly id: string;
  readonly name: string;
  readonly homepage: string;
  readonly settings: z.ZodType<Settings>;
  readonly secretFields?: readonly SecretField[];
  readonly offBecause?: string;
  /**
   * The host's own server, and where its links lead; `*.` stands for any name below a domain. With another server set,
   * links must lead to that one, or to its `ownLinkHosts`.
   */
  readonly server: {
    readonly address: string;
    readonly linkHosts: readonly string[];
    ownLinkHosts?(settings: Settings): readonly string[];
  };
  traits(settings: Settings, has: (field: string) => boolean): Traits;
  /** `run` is for requests that need something of the payload first, such as its hash. */
  request(
    payload: Payload,
    settings: Settings,
    secrets: Secrets,
    run: { readonly services: Services; readonly signal: AbortSignal },
  ): HostRequest | Promise<HostRequest>;
  /** Reads a 2xx answer; null where it holds no link. */
  readAnswer(answer: HttpAnswer, context: AnswerContext<Settings>): HostDelivery | null;
  /** The host's own way of naming errors, asked before the status table and for every status. */
  errors?(answer: HttpAnswer, context: AnswerContext<Settings>): Failure | null;
  /** As `Connection.remove`. */
  remove?(delivery: { link: string; deleteHandle: string }, use: Use<Settings>, signal: AbortSignal): Promise<void>;
  /** As `Connection.checkCredentials`. */
  checkCredentials?(use: Use<Settings>, signal: AbortSignal): Promise<void>;
}

/** What a destination is used with. */
export interface Use<Settings> {
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly services: Services;
}

/**
 * The setting that leads a provider to another server: http or https, no user name in it.
 * `advanced` shows it behind "More"; `hidden` leaves it to settings files and tests.
 */
export function serverSetting(address: string, shown: 'advanced' | 'hidden') {
  return z
    .url({ protocol: /^https?$/ })
    .refine((text) => URL.parse(text)?.username === '' && URL.parse(text)?.password === '', 'no user name or password')
    .default(address)
    .meta({ title: 'Server address', description: 'Where uploads are sent to', [shown]: true });
}

/** The address of `path` below a server's address, whether or not that ends with a slash. */
export function below(server: string, path: string): URL {
  return new URL(path, server.endsWith('/') ? server : `${server}/`);
}

/** What an answer says in JSON, null where it is no JSON or has another shape. */
export function jsonOf<Shape>(text: string, shape: z.ZodType<Shape>): Shape | null {
  try {
    return shape.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

export function defineHttpHost<Settings extends { readonly server: string }>(
  host: HttpHostDefinition<Settings>,
): Provider<Settings> {
  return {
    id: host.id,
    name: host.name,
    homepage: host.homepage,
    settings: host.settings,
    secretFields: host.secretFields ?? [],
    ...(host.offBecause !== undefined && { offBecause: host.offBecause }),
    traits: host.traits,
    servers: ({ server }) => [new URL(server)],
    connect(settings, secrets, services): Connection {
      const server = new URL(settings.server);
      const own = server.host !== new URL(host.server.address).host;
      const use = { settings, secrets, services };
      const { remove, checkCredentials } = host;
      return {
        upload: (payload, run) => upload(host, payload, run, use),
        ...(remove && { remove: (delivery, signal) => remove(delivery, use, signal) }),
        ...(checkCredentials && { checkCredentials: (signal) => checkCredentials(use, signal) }),
        ownsAddress: (url) => own && url.host === server.host,
      };
    },
  };
}

async function upload<Settings extends { readonly server: string }>(
  host: HttpHostDefinition<Settings>,
  payload: Payload,
  run: UploadRun,
  use: Use<Settings>,
): Promise<Delivery> {
  const { settings, secrets, services } = use;
  const { net, clock } = services;
  const { body, ...request } = await host.request(payload, settings, secrets, { services, signal: run.signal });
  const onProgress = payloadProgress(body, payload, run.onProgress);
  let sentAt: number | null = null;
  const answer = await net.request({
    ...request,
    body,
    signal: run.signal,
    onSent: (bytes) => {
      if (bytes >= body.length) sentAt ??= clock();
      onProgress(bytes);
    },
  });
  const has = (field: string) => field in secrets;
  const context: AnswerContext<Settings> = {
    payload,
    settings,
    has,
    request,
    host: request.url.host,
    sizeBytes: payload.size,
    limitBytes: limitOf(host.traits(settings, has), payload.name),
    type: plainLine(extname(payload.name).toLowerCase() || payload.mime, 100),
    detail: answerDetail(answer, Object.values(secrets)),
    now: clock(),
    sentAt: sentAt ?? clock(),
  };
  const result = deliveryOf(host, answer, context);
  if ('kind' in result) throw new UploadFailure(result, { sent: mayHaveKept(result) ? answer.sent : 'nothing' });
  // Who gets the link would get the key as well.
  if (createRedaction(Object.values(secrets), leastSecret)(result.link) !== result.link) {
    const detail = 'a link that holds the key';
    throw new UploadFailure({ kind: 'bad-answer', host: context.host, detail }, { sent: answer.sent });
  }
  return result;
}

function deliveryOf<Settings extends { readonly server: string }>(
  host: HttpHostDefinition<Settings>,
  answer: HttpAnswer,
  context: AnswerContext<Settings>,
): Delivery | Failure {
  const failure = host.errors?.(answer, context) ?? failureOfStatus(answer, context);
  if (failure) return failure;
  const read = answer.truncated ? null : host.readAnswer(answer, context);
  const link = read && ownLink(host, context.settings, read.link);
  if (link) {
    const { deleteHandle = null, expiresAt = null, storedBytes } = read;
    const isOther = storedBytes !== undefined && storedBytes !== context.sizeBytes;
    const why = read.contradiction ?? (isOther ? 'size' : null);
    if (why !== null) return { link, deleteHandle, expiresAt, proof: { kind: 'contradiction', why } };
    const sizeProof = storedBytes === undefined ? null : ({ kind: 'size', by: 'host' } as const);
    return { link, deleteHandle, expiresAt, proof: read.proof ?? sizeProof };
  }
  if (context.limitBytes !== null && context.sizeBytes > context.limitBytes) return tooLarge(context);
  return { kind: 'bad-answer', host: context.host, detail: context.detail || 'an empty answer' };
}

/** The link in its normal form, null where it does not lead to a file at this host. */
function ownLink<Settings extends { readonly server: string }>(
  host: HttpHostDefinition<Settings>,
  settings: Settings,
  text: string,
): string | null {
  const server = new URL(settings.server);
  const official = server.host === new URL(host.server.address).host;
  const ownHosts = host.server.ownLinkHosts?.(settings) ?? [];
  const hosts = official ? host.server.linkHosts : [server.host, ...ownHosts];
  const found = parseLink(text, { allowHttp: server.protocol === 'http:' });
  const url = found && hosts.some((name) => isAt(found, name)) ? found : null;
  // A link to a folder or to the front page, the server's own below a path included, is no file.
  const home = server.pathname.replace(/\/$/, '');
  const isFile = url !== null && !url.pathname.endsWith('/') && url.pathname !== home;
  return isFile ? url.href : null;
}

/** Whether a URL leads to `host`, compared with the port where one is named; `*.` is any name below a domain. */
function isAt(url: URL, host: string): boolean {
  return host.startsWith('*.') ? url.hostname.endsWith(host.slice(1)) : host === url.host || host === url.hostname;
}

/** The tighter of the host's limits for a file of this name, bytes. */
function limitOf(traits: Traits, name: string): number | null {
  const limits = [traits.maxBytes, traits.maxBytesByExtension[extname(name).slice(1).toLowerCase()] ?? null];
  return limits.reduce((tightest, limit) =>
    limit === null || (tightest !== null && tightest < limit) ? tightest : limit,
  );
}

/**
 * Whether an answered request may have left a copy behind, decided here for all HTTP hosts: an answer that is not
 * understood and a fault of the server leave it open; a clear refusal (4xx, a host's own error text, 507) keeps nothing.
 * Requests that got no answer carry what `net` knows.
 */
export function mayHaveKept(failure: Failure): boolean {
  return failure.kind === 'bad-answer' || failure.kind === 'server';
}
