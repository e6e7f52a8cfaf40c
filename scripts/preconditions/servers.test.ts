import { describe, expect, test } from 'vitest';
import { needsOf, serverNames } from '../../lab/servers/programs.ts';
import { explainServers, missingServers } from './servers.ts';

describe('what the real servers need', () => {
  test.each(serverNames)('of the system stands in the script of %s', (server) => {
    const { programs, packages } = needsOf(server);
    expect(programs.length).toBeGreaterThan(0);
    expect(packages.length).toBeGreaterThan(0);
  });

  test('is not mentioned when nothing is missing', () => {
    expect(explainServers(missingServers(() => true))).toBe('');
  });

  test('is named, with one command for all of it', () => {
    const message = explainServers(
      missingServers((part) => !['ceph-mon', 'libnss_wrapper.so', 'exiftool'].includes(part)),
    );
    expect(message).toContain('- the S3 server (Ceph RGW): ceph-mon\n');
    expect(message).toContain('- the SFTP server (OpenSSH): libnss_wrapper.so\n');
    expect(message).toContain('- the reader of photos (ExifTool): exiftool\n');
    expect(message).not.toContain('Apache');
    expect(message).toMatch(
      /^ {4}apt-get install .*radosgw ceph-mon .*openssh-server .*libnss-wrapper .*libimage-exiftool-perl/m,
    );
    expect(message).not.toContain('apache2');
  });
});
