// Loaded into the app after Playwright's own part, which gives every app a key store that seals nothing: takes that back.
const { app } = require('electron');

for (const name of ['password-store', 'use-mock-keychain']) app.commandLine.removeSwitch(name);
