/** What the passes decide about single commands of the small registry, and about all of gl.xml. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fields, structBytes } from '../../src/gl/emit/commands.ts';
import { generate } from '../../src/gl/generate.ts';
import { knowledge } from '../../src/gl/overlay/index.ts';
import { smallInputs } from './small.ts';

const { model } = generate(smallInputs());
const command = (name: string) => model.commands.find((entry) => entry.name === name)!;
const message = (name: string) => model.messages.find((entry) => entry.name === name)!;

test('flavours follow from the signature', () => {
  assert.equal(command('glVertex2f').flavour, 'async');
  assert.equal(command('glGetShaderInfoLog').flavour, 'sync');
  assert.equal(command('glGenBuffers').flavour, 'async', 'the guest hands the names out');
  assert.equal(command('glCreateShader').flavour, 'async');
  assert.equal(command('glFinish').flavour, 'sync', 'the overlay says so');
  assert.equal(command('glDebugMessageCallback').flavour, 'unsupported');
});

test('aliases that the registry does not know are one command too', () => {
  const { model } = generate({ ...smallInputs(), aliases: { glDeleteBuffers: 'glGenBuffers', glAbsent: 'glFinish' } });
  assert.deepEqual(
    model.commands.find(({ name }) => name === 'glGenBuffers')?.aliases.map(({ name }) => name),
    ['glDeleteBuffers'],
  );
  assert.ok(!model.commands.some(({ name }) => name === 'glDeleteBuffers'));
});

test('what the registry calls an alias may be a command of its own', () => {
  const { model } = generate({ ...smallInputs(), aliases: { glBindBufferARB: null } });
  assert.ok(model.commands.some(({ name }) => name === 'glBindBufferARB'));
});

test('names by verb and class', () => {
  assert.deepEqual(command('glGenBuffers').names, {
    action: 'gen',
    class: 'buffer',
    param: 'buffers',
    count: { kind: 'param', name: 'n' },
  });
  assert.deepEqual(command('glCreateShader').names, { action: 'create', class: 'program' });
  assert.equal(command('glDeleteBuffers').names?.action, 'delete');
  assert.deepEqual(command('glBindBuffer').names, { action: 'bind', class: 'buffer', param: 'buffer' });
  assert.equal(command('glWaitSync').names, undefined);
});

test('a pointer that may be an offset has two messages, and storing into a buffer is not waited for', () => {
  assert.equal(message('glReadPixels').sync, true);
  assert.equal(message('glReadPixels_offset').sync, false);
  assert.deepEqual(message('glTexSubImage2D_offset').params.at(-1)?.kind, {
    kind: 'offset',
    target: 'GL_PIXEL_UNPACK_BUFFER',
  });
});

test('a vector form has no opcode of its own', () => {
  assert.equal(command('glVertex2fv').spreads?.name, 'glVertex2f');
  assert.deepEqual(command('glVertex2fv').messages, []);
});

test('extensions and versions are carried when all of their commands are', () => {
  assert.deepEqual(model.versions, { compat: 20, core: 20, gles1: 0, gles2: 0 });
  const reasons = Object.fromEntries(model.extensions.map(({ name, reason }) => [name, reason]));
  assert.deepEqual(reasons, {
    GL_APPLE_client_storage: 'application memory',
    GL_ARB_bindless_texture: undefined,
    GL_ARB_vertex_buffer_object: undefined,
    GL_KHR_debug: 'not carried: glDebugMessageCallback',
    GL_MESA_texture_signed_rgba: undefined,
  });
});

test('structs have at most one gap, are aligned, and are a multiple of 8', () => {
  for (const entry of model.messages) {
    let at = 0;
    for (const field of fields(entry)) {
      if (!field.name.startsWith('padding')) assert.equal(at % field.bytes, 0, `${entry.name}.${field.name}`);
      at += field.bytes;
    }
    assert.equal(structBytes(entry) % 8, 0, entry.name);
  }
});

test('opcodes are appended: what the lock holds stays, names that are gone included', () => {
  assert.equal(model.opcodes.get('glFinish'), 16);
  assert.equal(model.opcodes.get('glOfYesterday'), 17);
  assert.equal(model.opcodes.get('glBindAttribLocation'), 18);
  const { files } = generate(smallInputs());
  const lock = files.get('src/gl/opcodes.lock')!;
  assert.equal(generate({ ...smallInputs(), lock }).files.get('src/gl/opcodes.lock'), lock);
});

const xml = '/usr/share/khronos-api/gl.xml';
test('all of gl.xml', {
  skip: existsSync(xml) ? false : `There is no ${xml}; install khronos-api.`,
}, async (context) => {
  const whole = generate({ xml: readFileSync(xml, 'utf8'), file: 'gl.xml', ...knowledge, lock: '' }).model;
  await context.test('every core command is carried', () => {
    const missing = whole.commands.filter(({ core, flavour }) => core && flavour === 'unsupported');
    assert.deepEqual(
      missing.map(({ name, reason }) => `${name}: ${reason}`),
      [],
    );
    assert.deepEqual(whole.versions, { compat: 46, core: 46, gles1: 11, gles2: 32 });
  });
  await context.test('the extensions of Mesa and NVIDIA are carried, or excluded with a reason', () => {
    const text = readFileSync(join(import.meta.dirname, 'driver-extensions.txt'), 'utf8');
    const names = text.split('\n').filter((line) => line.startsWith('GL_'));
    assert.ok(names.length > 500, `${names.length}`);
    const { excluded } = knowledge.policy;
    const lost = names.filter(
      (name) => !excluded[name] && !whole.extensions.some((one) => one.name === name && !one.reason),
    );
    assert.deepEqual(lost, []);
  });
  await context.test('bindless textures need trust, and nothing else does', () => {
    const trusted = (name: string) => whole.commands.find((entry) => entry.name === name)?.trusted;
    assert.equal(trusted('glMakeTextureHandleResidentARB'), true);
    assert.equal(trusted('glGetTextureHandleNV'), true);
    assert.equal(trusted('glUniform1ui64vARB'), false);
    assert.equal(trusted('glBindTexture'), false);
  });
  await context.test('what an extension has only beside another one does not keep it away', () => {
    const extension = whole.extensions.find(({ name }) => name === 'GL_NV_vertex_attrib_integer_64bit');
    assert.equal(extension?.reason, undefined);
    assert.equal(whole.commands.find(({ name }) => name === 'glVertexAttribLFormatNV')?.flavour, 'unsupported');
  });
  await context.test('nothing is carried of an excluded extension alone', () => {
    for (const name of ['glImportMemoryFdEXT', 'glMakeBufferResidentNV'])
      assert.equal(whole.commands.find((entry) => entry.name === name)?.flavour, 'unsupported', name);
  });
});
