/** The program's first module: it loads nothing of ours before it is known what is compiled already. */
import { app } from 'electron';
import { takeCompiledCode } from './desktop/compiled-code.ts';
import { homeFolder } from './store/home.ts';

takeCompiledCode({ home: homeFolder(), version: app.getVersion() });
await import('./start.ts');
