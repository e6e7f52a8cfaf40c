/** SFTP against OpenSSH's server; what is special about it is tried in `sftp/*.real.test.ts`. */
import { describeConformance } from './conformance.ts';
import { sshdTarget } from './sftp/test-target.ts';
import { sftp } from './sftp.ts';

describeConformance(sftp, sshdTarget('key'));
describeConformance(sftp, sshdTarget('password'));
