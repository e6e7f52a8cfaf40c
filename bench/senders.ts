/** Those who are compared: our command line, our net alone, and curl. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Load, Sender } from './contest.ts';
import type { Program } from './program.ts';
import type { Certificate } from './sink.ts';

export interface Place {
  /** A folder for what the senders need; removed with all that is in it. */
  readonly folder: string;
  readonly tls: Certificate;
}

/** The built command line on a new data folder for each run: its database and ledger are part of what is measured. */
export function commandLine({ cli }: Program, { folder, tls }: Place, { verify }: { verify: boolean }): Sender {
  return {
    name: 'droprelay',
    command(url, load) {
      const home = mkdtempSync(join(folder, 'home-'));
      const config = join(home, 'config.json');
      const settings = { server: url, maxMiB: 16_384 };
      writeFileSync(config, JSON.stringify({ destinations: [{ id: 'sink', provider: 'x0at', settings }] }));
      const files = load.folder === null ? load.paths : [load.folder];
      const args = [cli, '--config', config, ...(verify ? [] : ['--no-verify']), '--', ...files];
      return { program: process.execPath, args, env: { DROPRELAY_HOME: home, ...trust(tls) } };
    },
  };
}

export function rawNet({ raw }: Program, { tls }: Place): Sender {
  return {
    name: 'droprelay (net)',
    command: (url, load) => ({ program: process.execPath, args: [raw, url, onlyFile(load)], env: trust(tls) }),
  };
}

/** The certificate is ours to trust; the proxies of the environment must not stand in between. */
const curlArguments = ({ certificate }: Certificate): string[] => [
  '--disable',
  '--silent',
  '--show-error',
  '--fail',
  '--noproxy',
  '*',
  '--cacert',
  certificate,
];

export function curlForm({ tls }: Place): Sender {
  return {
    name: 'curl -F',
    command: (url, load) => ({
      program: 'curl',
      args: [...curlArguments(tls), '--output', '/dev/null', '--form', `file=@${onlyFile(load)}`, url],
    }),
  };
}

export function curlRaw({ tls }: Place): Sender {
  return {
    name: 'curl -T',
    command: (url, load) => ({
      program: 'curl',
      args: [...curlArguments(tls), '--output', '/dev/null', '--upload-file', onlyFile(load), url],
    }),
  };
}

/** All files over curl's own 50 connections, as forms, in one process. */
export function curlParallel({ folder, tls }: Place): Sender {
  return {
    name: 'curl -Z -F',
    command(url, load) {
      const transfers = load.paths.map((path) => `url="${url}"\nform="file=@${path}"\noutput="/dev/null"\n`);
      const config = join(mkdtempSync(join(folder, 'curl-')), 'transfers');
      writeFileSync(config, transfers.join('next\nfail\nnoproxy="*"\n'));
      return { program: 'curl', args: [...curlArguments(tls), '--parallel', '--config', config] };
    },
  };
}

function trust({ certificate }: Certificate): NodeJS.ProcessEnv {
  return { NODE_EXTRA_CA_CERTS: certificate, HTTP_PROXY: '', http_proxy: '', HTTPS_PROXY: '', https_proxy: '' };
}

/** Fails where there is another number of them. */
export function onlyFile({ paths }: Load): string {
  const [path] = paths;
  if (path === undefined || paths.length > 1) throw new Error('this sender takes one file');
  return path;
}
