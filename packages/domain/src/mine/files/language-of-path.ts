/** Programming languages by file name ending, as GitHub's linguist counts them; no markup, prose or data. */
const endings: Readonly<Record<string, string>> = {
  Ada: 'adb ads',
  Apex: 'apex',
  Assembly: 'asm s',
  Astro: 'astro',
  Ballerina: 'bal',
  C: 'c h',
  'C#': 'cs csx',
  'C++': 'cc cpp cppm cxx hh hpp hxx inl ino ipp ixx tpp',
  CMake: 'cmake',
  Clojure: 'clj cljc cljs',
  CoffeeScript: 'coffee',
  'Common Lisp': 'cl lisp',
  Crystal: 'cr',
  Cuda: 'cu cuh',
  Cython: 'pxd pxi pyx',
  D: 'd di',
  Dart: 'dart',
  Elixir: 'ex exs',
  Elm: 'elm',
  'Emacs Lisp': 'el',
  Erlang: 'erl hrl',
  'F#': 'fs fsi fsx',
  Fortran: 'f f03 f08 f77 f90 f95 for',
  GDScript: 'gd',
  GLSL: 'frag glsl vert',
  Gleam: 'gleam',
  Go: 'go',
  Groovy: 'gradle groovy',
  HCL: 'hcl tf tfvars',
  Haskell: 'hs hsc',
  Haxe: 'hx',
  Java: 'java',
  JavaScript: 'cjs es6 js jsx mjs',
  Julia: 'jl',
  'Jupyter Notebook': 'ipynb',
  Kotlin: 'kt kts',
  Lua: 'lua',
  MATLAB: 'matlab',
  Mojo: 'mojo',
  Nim: 'nim nims',
  Nix: 'nix',
  OCaml: 'ml mli mll mly',
  'Objective-C': 'm',
  'Objective-C++': 'mm',
  PHP: 'php phtml',
  PLpgSQL: 'pgsql',
  Pascal: 'dpr lpr pas',
  Perl: 'perl pl pm t',
  PowerShell: 'ps1 psd1 psm1',
  Prolog: 'pro prolog',
  PureScript: 'purs',
  Python: 'py pyi pyw',
  R: 'r',
  Racket: 'rkt',
  ReScript: 'res resi',
  Ruby: 'gemspec rake rb ru',
  Rust: 'rs',
  SQL: 'sql',
  Scala: 'sbt sc scala',
  Scheme: 'scm sld ss',
  Shell: 'bash bats fish ksh sh zsh',
  Solidity: 'sol',
  Starlark: 'bzl star',
  Svelte: 'svelte',
  Swift: 'swift',
  SystemVerilog: 'sv svh',
  Tcl: 'tcl',
  Thrift: 'thrift',
  TypeScript: 'cts mts ts tsx',
  VHDL: 'vhd vhdl',
  Verilog: 'v vh',
  'Vim Script': 'vim',
  'Visual Basic .NET': 'vb',
  Vue: 'vue',
  WebAssembly: 'wat',
  WGSL: 'wgsl',
  Zig: 'zig',
  'Protocol Buffer': 'proto',
};

const names: Readonly<Record<string, string>> = {
  'build.bazel': 'Starlark',
  'cmakelists.txt': 'CMake',
  dockerfile: 'Dockerfile',
  gemfile: 'Ruby',
  gnumakefile: 'Makefile',
  jenkinsfile: 'Groovy',
  justfile: 'Just',
  makefile: 'Makefile',
  podfile: 'Ruby',
  rakefile: 'Ruby',
  sconstruct: 'Python',
};

const byEnding = new Map(
  Object.entries(endings).flatMap(([language, list]) =>
    list.split(' ').map((ending) => [ending, language] as const),
  ),
);
const byName = new Map(Object.entries(names));

/** The programming language of a file by its path; null for prose, data, markup and what is unknown. */
export function languageOfPath(path: string): string | null {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const known = byName.get(name);
  if (known !== undefined) return known;
  const dot = name.lastIndexOf('.');
  // A name that begins with its only dot, such as `.vimrc`, has no ending.
  return dot <= 0 ? null : (byEnding.get(name.slice(dot + 1)) ?? null);
}

/** Names that an allow-list may hold. */
export const programmingLanguages: readonly string[] = [
  ...new Set([...byEnding.values(), ...byName.values()]),
].toSorted();
