/** A secret is in nothing that the app writes, shows or says, whatever goes wrong. Here there is no key store. */
import { test } from './app.ts';
import { canaryRound, canaryRounds } from './canary-round.ts';
import { noBus } from './keyring.ts';

test.skip(process.platform !== 'linux', 'on other systems there always is a key store');
test.setTimeout(180_000);

for (const canaries of canaryRounds) {
  test(`a secret of ${canaries.title} that is kept for this run is nowhere`, async ({ launchApp }) => {
    await canaryRound({ canaries, launch: launchApp, options: { env: noBus }, sealing: 'kept-for-run' });
  });
}
