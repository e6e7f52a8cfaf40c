/** A secret is in nothing that the app writes, shows or says, whatever goes wrong. Here there is no key store. */
import { test } from './app.ts';
import { canaryRound, providersWithSecrets } from './canary-round.ts';
import { noBus } from './keyring.ts';

test.skip(process.platform !== 'linux', 'on other systems there always is a key store');
test.setTimeout(180_000);

for (const provider of providersWithSecrets) {
  test(`a secret of ${provider.id} that is kept for this run is nowhere`, async ({ launchApp }) => {
    await canaryRound({ provider, launch: launchApp, options: { env: noBus }, sealing: 'kept-for-run' });
  });
}
