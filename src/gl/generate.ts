/** The whole generator: registry text and overlay in, texts of files out. Touches nothing. */
import { emitCommands } from './emit/commands.ts';
import { emitCoverage } from './emit/coverage.ts';
import { emitDecodeHeader, emitDecoderPrototypes, emitDecoders, emitDecodeTable } from './emit/decode.ts';
import { emitDispatchHeader, emitDispatchSource } from './emit/dispatch.ts';
import { emitEncodeHeader, emitEncoders } from './emit/encode.ts';
import { emitEntries } from './emit/entry.ts';
import { emitGlHeader } from './emit/gl-header.ts';
import { emitGuestHandlers, emitHostHandlers } from './emit/handlers.ts';
import { emitNullGl, emitNullGlHeader } from './emit/nullgl.ts';
import { emitOpcodesHeader, emitOpcodesSource } from './emit/opcodes.ts';
import { emitPnamesHeader, emitPnamesSource } from './emit/pnames.ts';
import { emitExports, emitProctable, emitProctableHeader } from './emit/proctable.ts';
import { emitRandomCalls } from './emit/random.ts';
import { emitSamples, emitSamplesHeader } from './emit/samples.ts';
import type { Model, Pnames } from './model/model.ts';
import { buildModel, type OverlayFile } from './model/passes.ts';
import type { ExtensionPolicy, RememberedState } from './overlay/types.ts';
import { parseRegistry } from './registry/registry.ts';

/** Files that a build compiles side by side. Their numbers are fixed, as meson.build lists them. */
export const parts = { entry: 8, encode: 2, decode: 8 };

export interface GeneratorInputs {
  xml: string;
  /** How messages name the registry: `gl.xml`. */
  file: string;
  aliases: Record<string, string | null>;
  overlays: OverlayFile[];
  pnames: Pnames;
  policy: ExtensionPolicy;
  remembered: RememberedState;
  lock: string;
  /** Into how many files the C is split; as meson.build lists them unless a test wants less. */
  parts?: typeof parts;
}

export interface Generated {
  /** Paths relative to the repository's root. */
  files: Map<string, string>;
  model: Model;
}

export function generate(inputs: GeneratorInputs): Generated {
  const split = inputs.parts ?? parts;
  const { model, lock } = buildModel({ ...inputs, registry: parseRegistry(inputs.xml, inputs.file) });
  const files = new Map([
    ['src/gl/opcodes.lock', lock],
    ['dist/gen/gl.h', emitGlHeader(model)],
    ['dist/gen/opcodes.h', emitOpcodesHeader(model)],
    ['dist/gen/opcodes.c', emitOpcodesSource(model)],
    ['dist/gen/commands.h', emitCommands(model)],
    ['dist/gen/pnames.h', emitPnamesHeader()],
    ['dist/gen/pnames.c', emitPnamesSource(model)],
    ['dist/gen/guest/handlers.h', emitGuestHandlers(model)],
    ['dist/gen/guest/encode.h', emitEncodeHeader(model)],
    ['dist/gen/guest/proctable.h', emitProctableHeader()],
    ['dist/gen/guest/proctable.c', emitProctable(model)],
    ['dist/gen/guest/exports.txt', emitExports(model)],
    ['dist/gen/host/dispatch.h', emitDispatchHeader(model)],
    ['dist/gen/host/dispatch.c', emitDispatchSource(model)],
    ['dist/gen/host/handlers.h', emitHostHandlers(model)],
    ['dist/gen/host/decode.h', emitDecodeHeader()],
    ['dist/gen/host/decoders.h', emitDecoderPrototypes(model)],
    ['dist/gen/host/decode.c', emitDecodeTable(model)],
    ['dist/gen/nullgl.h', emitNullGlHeader()],
    ['dist/gen/nullgl.c', emitNullGl(model)],
    ['dist/gen/tests/samples.h', emitSamplesHeader()],
    ['dist/gen/tests/samples.c', emitSamples(model)],
    ['dist/gen/tests/random_calls.c', emitRandomCalls(model)],
    ['docs/coverage.md', emitCoverage(model)],
  ]);
  for (const [index, text] of emitEntries(model, split.entry).entries())
    files.set(`dist/gen/guest/entry_${index}.c`, text);
  for (const [index, text] of emitEncoders(model, split.encode).entries())
    files.set(`dist/gen/guest/encode_${index}.c`, text);
  for (const [index, text] of emitDecoders(model, split.decode).entries())
    files.set(`dist/gen/host/decode_${index}.c`, text);
  return { files, model };
}
