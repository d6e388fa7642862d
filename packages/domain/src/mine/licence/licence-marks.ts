/** Phrases by which a licence's text is known. Texts are compared as lower-case words with single spaces. */
export interface LicenceMarks {
  /** SPDX id. */
  readonly spdx: string;
  /** Words of the standard text, its title and notice included. */
  readonly words: number;
  /** All of them stand in the text. */
  readonly phrases: readonly string[];
  /** None of them stands in it: marks of a longer licence that begins like this one. */
  readonly without?: readonly string[];
}

const mitGrant = 'permission is hereby granted free of charge to any person obtaining a copy';
const mitRights =
  'to use copy modify merge publish distribute sublicense and or sell copies of the software';
const asIs = 'the software is provided as is without warranty of any kind';
const bsdGrant =
  'redistribution and use in source and binary forms with or without modification are permitted';
const bsdSource =
  'redistributions of source code must retain the above copyright notice this list of conditions and the following disclaimer';
const bsdBinary =
  'redistributions in binary form must reproduce the above copyright notice this list of conditions and the following disclaimer in the documentation';
const iscGrant =
  'and or distribute this software for any purpose with or without fee is hereby granted';
const gnu = (name: string, version: string) => `gnu ${name} version ${version}`;

export const licenceMarks: readonly LicenceMarks[] = [
  {
    spdx: 'MIT',
    words: 170,
    phrases: [
      mitGrant,
      mitRights,
      'the above copyright notice and this permission notice',
      'shall be included in all copies or substantial portions of the software',
      asIs,
    ],
  },
  {
    spdx: 'MIT-0',
    words: 140,
    phrases: [mitGrant, mitRights, asIs],
    without: ['shall be included in all copies', 'to deal with the software'],
  },
  {
    spdx: 'NCSA',
    words: 260,
    phrases: [
      mitGrant,
      'to deal with the software without restriction',
      'be used to endorse or promote products',
      'without specific prior written permission',
    ],
  },
  {
    spdx: 'Apache-2.0',
    words: 1_700,
    phrases: [
      'apache license version 2 0 january 2004',
      'terms and conditions for use reproduction and distribution',
      'grant of patent license',
      'you must cause any modified files to carry prominent notices stating that you changed the files',
      'accepting warranty or additional liability',
    ],
  },
  {
    spdx: 'BSD-3-Clause',
    words: 220,
    phrases: [
      bsdGrant,
      bsdSource,
      bsdBinary,
      'be used to endorse or promote products derived from this software without specific prior written permission',
    ],
    without: ['all advertising materials mentioning features', 'to deal with the software'],
  },
  {
    spdx: 'BSD-2-Clause',
    words: 190,
    phrases: [bsdGrant, bsdSource, bsdBinary],
    without: ['endorse or promote products', 'all advertising materials mentioning features'],
  },
  {
    spdx: 'BSD-4-Clause',
    words: 250,
    phrases: [
      bsdGrant,
      'all advertising materials mentioning features or use of this software must display',
    ],
  },
  {
    spdx: 'ISC',
    words: 120,
    phrases: [
      iscGrant,
      'provided that the above copyright notice and this permission notice appear in all copies',
    ],
  },
  {
    spdx: '0BSD',
    words: 110,
    phrases: [iscGrant, 'disclaims all warranties with regard to this software'],
    without: ['appear in all copies'],
  },
  {
    spdx: 'Unlicense',
    words: 215,
    phrases: [
      'this is free and unencumbered software released into the public domain',
      'in perpetuity of all present and future rights to this software under copyright law',
    ],
  },
  {
    spdx: 'CC0-1.0',
    words: 1_080,
    phrases: [
      'statement of purpose',
      'affirmer',
      'public license fallback',
      'copyright and related rights',
    ],
  },
  {
    spdx: 'Zlib',
    words: 150,
    phrases: [
      'this software is provided as is without any express or implied warranty',
      'the origin of this software must not be misrepresented',
      'this notice may not be removed or altered from any source distribution',
    ],
  },
  {
    spdx: 'BSL-1.0',
    words: 250,
    phrases: [
      'boost software license version 1 0',
      'unless such copies or derivative works are solely in the form of machine executable object code',
    ],
  },
  {
    spdx: 'Python-2.0',
    words: 2_500,
    phrases: [
      'python software foundation license version 2',
      'psf is making python available to licensee on an as is basis',
    ],
  },
  {
    spdx: 'PostgreSQL',
    words: 160,
    phrases: [
      'permission to use copy modify and distribute this software and its documentation for any purpose without fee and without a written agreement is hereby granted',
      'to provide maintenance support updates enhancements or modifications',
    ],
  },
  {
    spdx: 'Artistic-2.0',
    words: 1_400,
    phrases: [
      'the artistic license 2 0',
      'you may distribute verbatim copies of the source form of the standard version',
      'compiled form of the package',
    ],
  },
  {
    spdx: 'WTFPL',
    words: 80,
    phrases: [
      'do what the fuck you want to public license',
      'you just do what the fuck you want to',
    ],
  },
  {
    spdx: 'MPL-2.0',
    words: 2_800,
    phrases: ['mozilla public license version 2 0', 'incompatible with secondary licenses'],
  },
  {
    spdx: 'EPL-1.0',
    words: 2_000,
    phrases: ['eclipse public license v 1 0', 'requirements'],
  },
  {
    spdx: 'EPL-2.0',
    words: 2_400,
    phrases: ['eclipse public license v 2 0', 'secondary license'],
  },
  {
    spdx: 'GPL-2.0',
    words: 3_000,
    phrases: [
      gnu('general public license', '2 june 1991'),
      'terms and conditions for copying distribution and modification',
    ],
  },
  {
    spdx: 'GPL-3.0',
    words: 5_700,
    phrases: [
      gnu('general public license', '3 29 june 2007'),
      'protecting users legal rights from anti circumvention law',
    ],
    without: [gnu('affero general public license', '3 19 november 2007')],
  },
  {
    spdx: 'AGPL-3.0',
    words: 5_600,
    phrases: [
      gnu('affero general public license', '3 19 november 2007'),
      'remote network interaction',
    ],
  },
  {
    spdx: 'LGPL-2.1',
    words: 4_400,
    phrases: [
      gnu('lesser general public license', '2 1 february 1999'),
      'work that uses the library',
    ],
  },
  {
    spdx: 'LGPL-3.0',
    words: 1_200,
    phrases: [gnu('lesser general public license', '3 29 june 2007'), 'combined work'],
    without: ['protecting users legal rights from anti circumvention law'],
  },
  {
    spdx: 'BUSL-1.1',
    words: 700,
    phrases: ['business source license 1 1', 'change date', 'additional use grant'],
  },
  {
    spdx: 'Elastic-2.0',
    words: 600,
    phrases: [
      'elastic license 2 0',
      'you may not provide the software to third parties as a hosted or managed service',
    ],
  },
  {
    spdx: 'SSPL-1.0',
    words: 5_800,
    phrases: ['server side public license', 'offering the program as a service'],
  },
  {
    spdx: 'LicenseRef-Commons-Clause',
    words: 180,
    phrases: [
      'commons clause',
      'without limiting other conditions in the license the grant of rights under the license will not include',
    ],
  },
];
