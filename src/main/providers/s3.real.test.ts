/** Against Debian's Ceph RGW; what else it can do to us is in `s3/server.real.test.ts`. */
import { describeConformance } from './conformance.ts';
import { target } from './s3/test-far-side.ts';
import { s3 } from './s3.ts';

describeConformance(s3, target(false));
describeConformance(s3, target(true));
