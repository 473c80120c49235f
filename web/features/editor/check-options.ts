/**
 * How user files are checked: as ES modules with top-level await, without the names of a page. Numbers, since Monaco's copies of
 * TypeScript's enums are not complete. `noImplicitOverride` stays off: models write `toString()`.
 */
export const checkOptions = {
  /** ES2022. */
  target: 9,
  /** ESNext. */
  module: 99,
  /** Bundler. */
  moduleResolution: 100,
  /** Force: a file without import or export is a module too, so that two query files may use one name. */
  moduleDetection: 3,
  strict: true,
  lib: ['es2023'],
  types: [] as string[],
  allowNonTsExtensions: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  isolatedModules: true,
  esModuleInterop: true,
  skipLibCheck: true,
};
