import { defineConfig } from 'vitest/config';

// Angular hands the compiled specs to Vitest from memory. Its file cache, keyed by what it finds on
// disk, answers with yesterday's code: a spec stayed green over a fault.
export default defineConfig({ test: { fsModuleCache: false } });
