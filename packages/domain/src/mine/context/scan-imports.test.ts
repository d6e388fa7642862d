import { describe, expect, it } from 'vitest';
import { asksFor } from './import-name.ts';
import { scanImports } from './scan-imports.ts';

/** Which of the paths a file with this content asks for. */
function asked(path: string, content: string, paths: readonly string[]): string[] {
  const imports = scanImports(path, content);
  return paths.filter((other) => imports.some((name) => asksFor(name, other)));
}

describe('scanImports', () => {
  it.each<[path: string, content: string, found: readonly string[], passedOver: readonly string[]]>(
    [
      ['a/b.py', 'import x.y as z, w', ['src/x/y.py', 'w/__init__.py'], ['y.py', 'z.py']],
      ['a/b.py', 'from x import (\n    y,\n    z,\n)', ['x/y.py', 'lib/x.py'], ['a/y.py']],
      ['a/b.py', 'from . import c\nfrom ..d import e', ['a/c.py', 'd.py', 'd/e.py'], ['b/c.py']],
      [
        'a/b.ts',
        "import { c } from './c.js';\nexport * from '../d'",
        ['a/c.ts', 'd/index.ts'],
        ['c.ts'],
      ],
      ['a/b.vue', "const c = require('@/store/c')", ['src/store/c.js'], ['store.js']],
      ['a/b.js', "import x from 'react'", [], ['react.js', 'src/react.js']],
      [
        'cmd/main.go',
        'import (\n\t"fmt"\n\tx "host/o/n/pkg/sub" // why\n)',
        ['pkg/sub/any.go'],
        ['pkg/any.go', 'fmt/a.go'],
      ],
      [
        'A.java',
        'import static com.x.Tool.run;\nimport com.y.*;',
        ['src/com/x/Tool.java'],
        ['Tool.java'],
      ],
      ['a/b.kt', 'import com.x.Thing', ['src/com/x/Thing.kt'], ['x/Other.kt']],
      [
        'src/lib.rs',
        'mod one;\nuse crate::two::Three;',
        ['src/one.rs', 'src/one/mod.rs', 'src/two.rs'],
        ['three.rs'],
      ],
      ['src/a/b.rs', 'use super::c;\nmod d;', ['src/a/c.rs', 'src/a/b/d.rs'], ['src/c.rs']],
      [
        'a/b.c',
        '#include "c.h"\n# include <deep/d.h>',
        ['a/c.h', 'a/c.c', 'include/deep/d.h'],
        ['d.h'],
      ],
      ['a/b.rb', "require_relative '../c'\nrequire 'd/e'", ['c.rb', 'lib/d/e.rb'], ['e.rb']],
      [
        'a/b.php',
        'use App\\Models\\User;\nrequire_once "c.php";',
        ['src/Models/User.php', 'a/c.php'],
        ['Other/User.php'],
      ],
      [
        'a/b.dart',
        "import 'c.dart';\nimport 'package:n/d.dart';",
        ['a/c.dart', 'lib/d.dart'],
        ['c.dart'],
      ],
      ['a/b.sh', 'source ./c.sh\n. "$HERE/d.sh"', ['a/c.sh', 'a/d.sh'], ['c.sh']],
      ['a/b.lua', 'local c = require("x.c")', ['lua/x/c.lua'], ['c.lua']],
      ['a/b.pl', 'use X::Y;', ['lib/X/Y.pm'], ['Y.pm']],
      ['A.hs', 'import qualified Data.Own as O', ['src/Data/Own.hs'], ['Own.hs']],
      ['a.md', 'import x', [], ['x.py']],
    ],
  )('of %s with %j', (path, content, found, passedOver) => {
    expect(asked(path, content, [...found, ...passedOver])).toEqual(found);
  });

  it('takes no way out of the repository', () => {
    expect(scanImports('a.py', 'from ....x import y')).toEqual([]);
    expect(scanImports('a/b.ts', "import '../../../etc/passwd'")).toEqual([]);
  });

  it('stays fast and bounded on hostile text', () => {
    const hostile = [
      `from ${'.'.repeat(200_000)}`,
      `import ${'a, '.repeat(100_000)}`,
      'import x\n'.repeat(50_000),
      `#include "${'a/'.repeat(100_000)}`,
      `from '${' '.repeat(200_000)}`,
    ];
    for (const path of ['a.py', 'a.ts', 'a.go', 'a.c', 'a.rs', 'a.php', 'a.rb'])
      for (const content of hostile) expect(scanImports(path, content).length).toBeLessThan(400);
  });
});
