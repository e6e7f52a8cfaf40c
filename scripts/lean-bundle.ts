/** Keeps out of the built main program what its libraries and Node would load for nothing (12 MB). */
import type { Plugin } from 'vite';

/**
 * What stands in for a file of a library. Each must be there, so that an update that moved it can not bring back
 * unseen what was left out.
 */
const replacements: Readonly<Record<string, string>> = {
  // Its front door loads fetch, WebSocket, caches and mocks. `request` and `connect` are all that we call.
  'undici/index.js': `
    const Dispatcher = require('./lib/dispatcher/dispatcher.js');
    Object.assign(Dispatcher.prototype, {
      request: require('./lib/api/api-request.js'),
      connect: require('./lib/api/api-connect.js'),
    });
    module.exports = {
      Agent: require('./lib/dispatcher/agent.js'),
      Client: require('./lib/dispatcher/client.js'),
      buildConnector: require('./lib/core/connect.js'),
    };`,
  // Loads Node's http2 and tls. We never ask for HTTP/2 (`allowH2: false`).
  'undici/lib/dispatcher/client-h2.js': `
    module.exports = () => {
      throw new Error('HTTP/2 is left out of this build');
    };`,
  // Its server, its key maker and its agents for HTTP stay out.
  'ssh2/lib/index.js': `
    module.exports = {
      Client: require('./client.js'),
      utils: { parseKey: require('./protocol/keyParser.js').parseKey },
    };`,
  // electron-store's second check of the settings, which have a schema of ours: none is given to it.
  'ajv/dist/2020.js': `
    module.exports = {
      Ajv2020: class {
        constructor() {
          throw new Error('ajv is left out of this build');
        }
      },
    };`,
  'ajv-formats/dist/index.js': 'module.exports = () => undefined;',
  // Would load a native part that nobody builds here. Without it the library asks OpenSSL for its ciphers, as always.
  'cpu-features/lib/index.js': 'module.exports = () => undefined;',
};

export function leanBundle(): Plugin[] {
  return [librariesInParts(), nodeWithoutGetters()];
}

function librariesInParts(): Plugin {
  const missing = new Set(Object.keys(replacements));
  return {
    name: 'libraries-in-parts',
    enforce: 'pre',
    load(id) {
      const file = Object.keys(replacements).find((name) => id.replaceAll('\\', '/').endsWith(`/node_modules/${name}`));
      if (file === undefined) return null;
      missing.delete(file);
      return replacements[file];
    },
    buildEnd(error) {
      if (!error && missing.size > 0) this.error(`not found, and so not left out: ${[...missing].join(', ')}`);
    },
  };
}

const nodeImport = /^import (?<names>.+) from "(?<module>node:[a-z0-9_/]+)";$/gm;

/**
 * Takes Node's own modules without `import`, which reads every export of theirs: behind one of `node:http` stands
 * Node's own fetch (14 MB), behind one of `node:util` a parser of media types.
 */
function nodeWithoutGetters(): Plugin {
  return {
    name: 'node-without-getters',
    renderChunk: (code) =>
      code.replace(nodeImport, (_, names: string, module: string) => {
        const found = `globalThis.process.getBuiltinModule("${module}")`;
        const [, whole = '', listed = ''] = /^(?:\* as )?([\w$]*)(?:, )?(\{.+\})?$/.exec(names) ?? [];
        const named = listed && `const ${listed.replaceAll(' as ', ': ')} = ${found};`;
        return `${whole && `const ${whole} = ${found};`}${named}`;
      }),
  };
}
