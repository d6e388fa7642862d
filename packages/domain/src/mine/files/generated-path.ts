import { isLockFile } from '../noise-change.ts';

/** Written by a tool, by their names. After linguist's rules. */
const generatedNames = [
  /\.(?:min|bundle)\.(?:js|css|mjs)$/i,
  /\.(?:js|css|mjs)\.map$/i,
  /\.pb\.(?:go|cc|h|c|swift)$|_pb2?(?:_grpc)?\.(?:py|pyi|js|ts|rb)$|\.pbobjc\.[hm]$|_grpc\.pb\.go$/i,
  /\.(?:g|freezed|gr|pb|pbenum|pbjson|pbserver)\.dart$/i,
  /\.(?:designer|generated|g|g\.i)\.(?:cs|vb)$/i,
  /(?:^|[._-])generated\.[a-z]+$/i,
  /^zz_generated\.|^bindata\.go$/i,
  /\.(?:snap|snapshot|ambr|approved\.txt|verified\.txt)$/i,
  /^(?:_virtualenv\.py|configure|aclocal\.m4|ltmain\.sh|Makefile\.in|config\.(?:guess|sub))$/,
  /^\.pnp\.(?:c?js|loader\.mjs)$/,
];
const generatedFolders =
  /(?:^|\/)(?:__generated__|generated|__snapshots__|snapshots|\.next|\.nuxt|dist|cassettes|vcr_cassettes|goldens?|testdata|fixtures|__fixtures__)\//i;

/** Other people's code that lies in the repository. After linguist's rules. */
const vendored =
  /(?:^|\/)(?:vendor|vendors|vendored|_vendor|third[_-]?party|3rd[_-]?party|thirdparty|node_modules|bower_components|jspm_packages|Godeps\/_workspace|Pods|Carthage|site-packages|\.yarn\/(?:releases|plugins|sdks|versions|unplugged)|extern|externals?|deps\/[^/]+)\//i;
const vendoredNames =
  /(?:^|\/)(?:jquery(?:[.-]\d[\d.]*)?|modernizr[.-]\d[\d.]*|bootstrap)(?:\.min)?\.(?:js|css)$|(?:^|\/)(?:gradlew(?:\.bat)?|mvnw(?:\.cmd)?)$/i;

/**
 * Why a path counts as generated or vendored, or null: lock files, snapshots and fixtures included. What
 * stands in `.gitattributes` is asked elsewhere and wins.
 */
export function generatedPath(path: string): string | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (isLockFile(path)) return 'a lock file';
  if (vendored.test(path) || vendoredNames.test(path)) return 'a vendored path';
  if (generatedFolders.test(path)) return 'a folder of generated files';
  return generatedNames.some((pattern) => pattern.test(name)) ? 'a generated name' : null;
}
