/** Keeps the page small: what the window loads before it shows anything has a limit, and schemas stay in the main process. */
import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

/** Of the entry and all that it imports at once, bytes after gzip. */
export const entryLimit = 200_000;

export function leanPage(): Plugin {
  return {
    name: 'lean-page',
    apply: 'build',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      if (chunks.some(({ moduleIds }) => moduleIds.some(isSchemaLibrary))) {
        const importers = [...this.getModuleIds()].filter(
          (id) => !isSchemaLibrary(id) && this.getModuleInfo(id)?.importedIds.some(isSchemaLibrary),
        );
        this.error(`zod is in the page through ${importers.join(', ')}: values to list stand in shared/choices.ts`);
      }
      const bytes = entryBytes(chunks);
      if (bytes > entryLimit) {
        this.error(`what the page loads at once has ${bytes} bytes after gzip, over ${entryLimit}: load a part later`);
      }
    },
  };
}

/** The entry and its static imports, each compressed as it is served. */
function entryBytes(chunks: readonly Rolldown.OutputChunk[]): number {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const loaded = new Set<string>();
  const load = (name: string): void => {
    const chunk = byName.get(name);
    if (!chunk || loaded.has(name)) return;
    loaded.add(name);
    chunk.imports.forEach(load);
  };
  for (const { isEntry, fileName } of chunks) if (isEntry) load(fileName);
  return [...loaded].reduce((sum, name) => sum + gzipSync(byName.get(name)?.code ?? '').byteLength, 0);
}

function isSchemaLibrary(id: string): boolean {
  return /[\\/]node_modules[\\/]zod[\\/]/.test(id);
}
