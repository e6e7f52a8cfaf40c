/** OpenSSH's server, and destinations that lead there, for the tests of one file. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { createNet } from '../../net/http.ts';
import type { Net } from '../../net/net.ts';
import type { Payload } from '../../net/payload.ts';
import { filePayload, pinFile } from '../../net/pinned-file.ts';
import type { Connection, Secrets, Services } from '../provider.ts';
import { sftp } from '../sftp.ts';
import { unusedServices } from '../test-services.ts';
import type { Settings } from './settings.ts';
import { type SshdBehindFront, sshdBehindFront } from './test-target.ts';

export class OpenSsh {
  readonly far: SshdBehindFront;
  /** For files of the test. */
  readonly folder: string;
  readonly net = createNet();

  constructor(far: SshdBehindFront, folder: string) {
    this.far = far;
    this.folder = folder;
  }

  services(net: Net = this.net): Services {
    return { ...unusedServices, net, clock: () => Date.UTC(2026, 10, 22) };
  }

  settings(more: Readonly<Record<string, unknown>> = {}): Settings {
    return sftp.settings.parse({ ...this.far.settings, ...more });
  }

  /** With the key, unless there are other secrets. */
  connect(more: Readonly<Record<string, unknown>> = {}, secrets?: Secrets, net?: Net): Required<Connection> {
    const used = secrets ?? { privateKey: this.far.sshd.privateKey };
    // Checked border: this provider can do everything.
    return sftp.connect(this.settings(more), used, this.services(net)) as Required<Connection>;
  }

  async fileOf(bytes: Buffer, name = 'file.bin'): Promise<Payload> {
    const path = join(this.folder, randomBytes(8).toString('hex'));
    await writeFile(path, bytes);
    return filePayload(await pinFile(path), name, 'application/octet-stream');
  }
}

/** Started before the tests of the file, and gone after them. */
export function openSsh(): () => OpenSsh {
  let rig: OpenSsh;
  beforeAll(async () => {
    rig = new OpenSsh(await sshdBehindFront(), await mkdtemp(join(tmpdir(), 'droprelay-sftp-')));
  });
  afterAll(async () => {
    await rig.net.close();
    await rig.far[Symbol.asyncDispose]();
    await rm(rig.folder, { recursive: true, force: true });
  });
  return () => rig;
}
