/** `vmgl xorg`'s edits: of every file only the edit changes, and the opposite command restores every byte. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../src/errors.ts';
import {
  allowVidmode,
  type Configuration,
  denyVidmode,
  disableExtension,
  effective,
  enableExtension,
  loads,
  optionInForce,
} from '../../src/xorg/edit.ts';
import { parse } from '../../src/xorg/parse.ts';

const folder = path.join(import.meta.dirname, 'conf');
const names = fs.readdirSync(folder).sort();

function configuration(text: string, ...others: [string, string][]): Configuration {
  const target = { path: 'xorg.conf', text, editable: true };
  return { files: [...others.map(([name, one]) => ({ path: name, text: one, editable: false })), target], target };
}

const text = (one: Configuration) => one.target.text ?? '';

function isEnabled(one: Configuration): boolean {
  const found = effective(one, 'module');
  return found !== undefined && loads(found.section).length === 1;
}

/** Does `after` consist of `before` and one insertion? */
function isInsertion(before: string, after: string): boolean {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  return after.endsWith(before.slice(start)) && after.length >= before.length;
}

assert.ok(names.length >= 15);
for (const name of names) {
  const original = fs.readFileSync(path.join(folder, name), 'latin1');

  test(`${name}: enable-ext inserts, is idempotent, and disable-ext restores`, () => {
    const conf = configuration(original);
    assert.equal(isEnabled(conf), false);
    enableExtension(conf);
    const enabled = text(conf);
    assert.ok(isEnabled(conf), enabled);
    assert.ok(isInsertion(original, enabled), enabled);
    enableExtension(conf);
    assert.equal(text(conf), enabled);
    disableExtension(conf);
    assert.equal(text(conf), original);
    disableExtension(conf);
    assert.equal(text(conf), original);
  });

  test(`${name}: both settings come and go in either order`, () => {
    const conf = configuration(original);
    allowVidmode(conf);
    const allowed = text(conf);
    enableExtension(conf);
    assert.equal(optionInForce(conf, 'AllowNonLocalXvidtune')?.value, true);
    assert.ok(isEnabled(conf));
    disableExtension(conf);
    assert.equal(text(conf), allowed);
    denyVidmode(conf);
    assert.equal(optionInForce(conf, 'DisableVidModeExtension')?.value, true);
    const denied = text(conf);
    denyVidmode(conf);
    assert.equal(text(conf), denied);
    allowVidmode(conf);
    assert.notEqual(optionInForce(conf, 'DisableVidModeExtension')?.value, true);
    assert.equal(optionInForce(conf, 'AllowNonLocalXvidtune')?.value, true);
  });
}

test('what is written looks as a person would have written it', () => {
  const added = (name: string, edit: (one: Configuration) => void) => {
    const original = fs.readFileSync(path.join(folder, name), 'latin1');
    const conf = configuration(original);
    edit(conf);
    let start = 0;
    while (start < original.length && original[start] === text(conf)[start]) start++;
    start = original.lastIndexOf('\n', start - 1) + 1;
    return text(conf).slice(start, text(conf).length - (original.length - start));
  };
  assert.equal(added('01-nvidia-xconfig.conf', enableExtension), '    Load "vmglext"  # vmgl xorg\n');
  assert.equal(added('02-tabs-and-tight.conf', enableExtension), '\tLoad "vmglext"  # vmgl xorg\n');
  assert.equal(added('06-crlf.conf', allowVidmode), '    Option "AllowNonLocalXvidtune" "yes"  # vmgl xorg\r\n');
  assert.match(
    added('03-no-module.conf', enableExtension),
    /^\n# vmgl xorg: .*\nSection "Module"\n {4}Load "vmglext" {2}# vmgl xorg\nEndSection\n$/,
  );
});

test('an extension that someone else has written is seen, and disable-ext leaves it as a comment', () => {
  for (const [before, after] of [
    [
      'Section "Module"\n\tLoad "vmglext" # mine\nEndSection\n',
      'Section "Module"\n\t#Load "vmglext" # mine\nEndSection\n',
    ],
    ['Section "Module"\n Load "libVMGL_ext.so"\nEndSection', 'Section "Module"\n #Load "libVMGL_ext.so"\nEndSection'],
    [
      'Section "Module"\n Load "a" Load "vmglext" Load "b"\nEndSection',
      'Section "Module"\n Load "a" Load "b"\nEndSection',
    ],
    ['Section "Module" Load "vmglext" EndSection', 'Section "Module" EndSection'],
    [
      'Section "Module"\n Load # of\n # course\n  "vmglext"\nEndSection',
      'Section "Module"\n #Load # of\n # course\n  #"vmglext"\nEndSection',
    ],
    [
      'Section "Module"\n SubSection "vmglext"\n  Option "a"\n EndSubSection\nEndSection',
      'Section "Module"\n #SubSection "vmglext"\n  #Option "a"\n #EndSubSection\nEndSection',
    ],
  ] as const) {
    const conf = configuration(before);
    enableExtension(conf);
    assert.equal(text(conf), before, 'it is enabled');
    disableExtension(conf);
    assert.equal(text(conf), after);
    enableExtension(conf);
    assert.ok(isEnabled(conf));
    disableExtension(conf);
    assert.equal(text(conf), after);
  }
});

test('a section that we have added stays when someone has put something into it', () => {
  const conf = configuration('# a\n');
  enableExtension(conf);
  conf.target.text = text(conf).replace('EndSection', '    Load "glx"\nEndSection');
  disableExtension(conf);
  assert.match(text(conf), /Section "Module"\n {4}Load "glx"\nEndSection\n$/);
});

test('options that are set otherwise are changed in place, whatever their spelling', () => {
  const flags = (lines: string, rest = '') => `Section "ServerFlags"\n${lines}\nEndSection\n${rest}`;
  const layout = 'Section "ServerLayout"\n Identifier "l"\n Option "DisableVidModeExtension" "on"\nEndSection\n';
  for (const [edit, before, after] of [
    [
      allowVidmode,
      flags(' Option "Allow NonLocal_Xvidtune" "no" # x'),
      flags(' Option "Allow NonLocal_Xvidtune" "yes" # x'),
    ],
    [allowVidmode, flags(' AllowNonLocalXvidtune'), flags(' AllowNonLocalXvidtune')],
    [allowVidmode, flags(' Option "AllowNonLocalXvidtune"'), flags(' Option "AllowNonLocalXvidtune"')],
    [allowVidmode, flags(' Option "NoAllowNonLocalXvidtune" "off"'), flags(' Option "NoAllowNonLocalXvidtune" "off"')],
    [allowVidmode, flags(' Option "NoAllowNonLocalXvidtune"'), flags(' Option "NoAllowNonLocalXvidtune" "no"')],
    [allowVidmode, flags(' Option "AllowNonLocalXvidtune" "perhaps"'), flags(' Option "AllowNonLocalXvidtune" "yes"')],
    [denyVidmode, flags(' Option "DisableVidModeExtension" "0"'), flags(' Option "DisableVidModeExtension" "yes"')],
    [
      allowVidmode,
      flags(' DisableVidModeExtension # no games\n AllowNonLocalXvidtune'),
      flags(' #DisableVidModeExtension # no games\n AllowNonLocalXvidtune'),
    ],
    [
      allowVidmode,
      flags(' AllowNonLocalXvidtune', layout),
      flags(' AllowNonLocalXvidtune', layout.replace('"on"', '"no"')),
    ],
    [
      denyVidmode,
      flags(' Option "DisableVidModeExtension" "no"', layout),
      flags(' Option "DisableVidModeExtension" "no"', layout),
    ],
  ] as const) {
    const conf = configuration(before);
    edit(conf);
    assert.equal(text(conf), after);
    edit(conf);
    assert.equal(text(conf), after);
  }
});

test('a package’s section that counts is not changed, but repeated with the entry', () => {
  const system = 'Section "Module"\n\tLoad "glx"\n\tSubSection "extmod"\n\t\tOption "x"\n\tEndSubSection\nEndSection\n';
  for (const original of ['# mine\n', '', '# mine']) {
    const conf = configuration(original, ['/usr/share/X11/xorg.conf.d/20-a.conf', system]);
    enableExtension(conf);
    assert.equal(conf.files[0]?.text, system);
    assert.match(
      text(conf),
      /so it repeats \/usr\/share\/X11\/xorg\.conf\.d\/20-a\.conf\nSection "Module"\n\tLoad "glx"\n/,
    );
    assert.deepEqual(
      effective(conf, 'module')?.section.entries.map((one) => one.arguments[0]?.text),
      ['glx', 'extmod', 'vmglext'],
    );
    disableExtension(conf);
    assert.equal(text(conf), original);
  }
});

test('what cannot be reached by an edit of the file is said', () => {
  const later = configuration('# a\n');
  later.files.push({ path: '/etc/X11/xorg.conf', text: 'Section "Module"\nEndSection\n', editable: false });
  assert.throws(() => enableExtension(later), /Section "Module" of \/etc\/X11\/xorg\.conf is the one that Xorg uses/);
  const elsewhere = configuration('# a\n', ['/usr/share/a.conf', '\nSection "Module"\nLoad "vmglext"\nEndSection\n']);
  assert.throws(() => disableExtension(elsewhere), /\/usr\/share\/a\.conf:3 sets it/);
});

const malformed: [string, number, RegExp][] = [
  ['Load "glx"\n', 1, /Load stands outside of a Section/],
  ['\n\nSection Module\nEndSection\n', 3, /not followed by a name in quotes/],
  ['Section', 1, /not followed by a name/],
  ['# x\nSection "Modul"\nEndSection\n', 2, /"Modul" is not the name of a Section/],
  ['Section "Module"\n Load "glx"\n', 1, /Section "Module" has no EndSection/],
  [
    'Section "Device"\n Driver "x"\nSection "Module"\nEndSection\n',
    3,
    /a Section begins within Section "Device".*line 1/,
  ],
  ['Section "Module"\n Load glx\nEndSection\n', 2, /Load is not followed by one string in quotes/],
  ['Section "Module"\n Load\nEndSection\n', 2, /Load is not followed/],
  ['Section "Module"\n Lod "glx"\nEndSection\n', 2, /Section "Module" has no keyword Lod/],
  ['Section "Module"\n Load"glx"\nEndSection\n', 2, /no keyword Load"glx"/],
  ['Section "Module"\n "glx"\nEndSection\n', 2, /"glx" stands where/],
  ['Section "Module"\n SubSection "x"\nEndSection\n', 3, /ends within a SubSection that began in line 2/],
  ['Section "Module"\n SubSection "x"\n Load "a"\n EndSubSection\nEndSection\n', 3, /no keyword Load/],
  ['Section "Module"\n EndSubSection\nEndSection\n', 2, /EndSubSection without/],
  ['Section "ServerFlags"\n BlankTime "5"\nEndSection\n', 2, /BlankTime is not followed by a number/],
  ['Section "ServerFlags"\n Option "a" "b" "c"\nEndSection\n', 2, /Option is not followed by one or two strings/],
  ['EndSection\n', 1, /EndSection stands outside/],
  ['\xef\xbb\xbfSection "Module"\nEndSection\n', 1, /byte order mark/],
  ['\nS\0e\0c\0', 2, /a zero byte/],
];

test('a malformed file is an error with file and line, and stays as it is', () => {
  for (const [wrong, line, message] of malformed) {
    const conf = configuration(wrong);
    for (const edit of [enableExtension, disableExtension, allowVidmode, denyVidmode])
      assert.throws(
        () => edit(conf),
        (error) => {
          assert.ok(error instanceof UserError, String(error));
          assert.match(error.message, new RegExp(`^xorg\\.conf:${line}: `), error.message);
          assert.match(error.message, message);
          return true;
        },
      );
    assert.equal(text(conf), wrong);
  }
});

test('random layouts: enable and disable restore every byte', () => {
  let seed = 20061122;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const pick = <T>(...of: T[]): T => of[random(of.length)] as T;
  const blank = () => pick(' ', '\n', '\t', '\r\n', ' # c\n', '\n\n  ', '   ', '\n# Load "vmglext"\n');
  const word = (name: string) =>
    pick(name, name.toUpperCase(), name.toLowerCase(), name.replace(/(?<=.)(?=[A-Z])/, '_'));
  const entry = () =>
    pick(
      () => `${word('Load')}${blank()}"${pick('glx', 'dbe')}"`,
      () => `${word('SubSection')}${blank()}"extmod"${blank()}${word('Option')} "a"${blank()}${word('EndSubSection')}`,
      () => `${word('Disable')}${blank()}"dri"`,
    )();
  const device = () => `${word('Section')} "${word('Device')}"${blank()}Identifier "d" BusID "x"${blank()}EndSection`;
  const modules = () => {
    const entries = Array.from({ length: random(4) }, () => `${entry()}${blank()}`);
    return `${word('Section')}${blank()}"${word('Module')}"${blank()}${entries.join('')}${word('EndSection')}`;
  };
  for (let i = 0; i < 500; i++) {
    const sections = Array.from({ length: random(4) }, () => pick(device, modules)());
    const original = `${pick('', blank(), '# x\n')}${sections.join(blank())}${pick('', blank(), '\n')}`;
    parse(original, 'generated');
    const conf = configuration(original);
    enableExtension(conf);
    assert.ok(isEnabled(conf), JSON.stringify(original));
    assert.ok(isInsertion(original, text(conf)), JSON.stringify([original, text(conf)]));
    disableExtension(conf);
    assert.equal(text(conf), original);
  }
});

test('ten megabytes take no more than a moment per step', () => {
  const sections = Array.from(
    { length: 40_000 },
    (_, i) => `Section "Device"\n    Identifier "d${i}"\n    Driver "dummy" # ${'x'.repeat(180)}\nEndSection\n`,
  );
  const original = `${sections.join('')}Section "Module"\n    Load "glx"\nEndSection\n${'#'.repeat(100_000)}`;
  assert.ok(original.length > 10_000_000);
  const conf = configuration(original);
  enableExtension(conf);
  assert.ok(isInsertion(original, text(conf)));
  disableExtension(conf);
  assert.equal(text(conf) === original, true);
});
