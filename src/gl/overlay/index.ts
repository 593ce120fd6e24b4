/** All overlay files together. A family is added here by hand; tests/gl/overlay.test.ts notices one that was forgotten. */
import type { OverlayFile } from '../model/passes.ts';
import { aliases } from './aliases.ts';
import { buffers, buffersWire } from './buffers.ts';
import { debug, debugWire } from './debug.ts';
import { draws, drawsWire } from './draws.ts';
import { errors, errorsWire } from './errors.ts';
import { evaluators, evaluatorsWire } from './evaluators.ts';
import { executes } from './executes.ts';
import { conditionalCommands, excludedExtensions, trustedExtensions, unlistedExtensions } from './extensions.ts';
import { feedback, feedbackWire } from './feedback.ts';
import { framebuffers } from './framebuffers.ts';
import { gets, getsWire } from './gets.ts';
import { lists, listsWire } from './lists.ts';
import { pixels, pixelsWire } from './pixels.ts';
import { platform, platformWire } from './platform.ts';
import { pnames } from './pnames.ts';
import { programs, programsWire } from './programs.ts';
import { queries, queriesWire } from './queries.ts';
import { session, sessionWire } from './session.ts';
import { sizesCore } from './sizes-core.ts';
import { sizesExtensions } from './sizes-extensions.ts';
import { expiring, states } from './states.ts';
import { strings, stringsWire } from './strings.ts';
import { sync, syncWire } from './sync.ts';
import { textures, texturesWire } from './textures.ts';
import type { ExtensionPolicy } from './types.ts';
import { vertexArrays, vertexArraysWire } from './vertex-arrays.ts';

export const overlays: OverlayFile[] = [
  { name: 'buffers', commands: buffers, wire: buffersWire },
  { name: 'debug', commands: debug, wire: debugWire },
  { name: 'draws', commands: draws, wire: drawsWire },
  { name: 'errors', commands: errors, wire: errorsWire },
  { name: 'evaluators', commands: evaluators, wire: evaluatorsWire },
  { name: 'executes', commands: executes, wire: {} },
  { name: 'feedback', commands: feedback, wire: feedbackWire },
  { name: 'framebuffers', commands: framebuffers, wire: {} },
  { name: 'gets', commands: gets, wire: getsWire },
  { name: 'lists', commands: lists, wire: listsWire },
  { name: 'pixels', commands: pixels, wire: pixelsWire },
  { name: 'platform', commands: platform, wire: platformWire },
  { name: 'programs', commands: programs, wire: programsWire },
  { name: 'queries', commands: queries, wire: queriesWire },
  { name: 'session', commands: session, wire: sessionWire },
  { name: 'sizes-core', commands: sizesCore, wire: {} },
  { name: 'sizes-extensions', commands: sizesExtensions, wire: {} },
  { name: 'strings', commands: strings, wire: stringsWire },
  { name: 'sync', commands: sync, wire: syncWire },
  { name: 'textures', commands: textures, wire: texturesWire },
  { name: 'vertex-arrays', commands: vertexArrays, wire: vertexArraysWire },
];

const policy: ExtensionPolicy = {
  excluded: excludedExtensions,
  trusted: trustedExtensions,
  unlisted: unlistedExtensions,
  conditional: conditionalCommands,
};

/** What the generator takes besides the registry. */
export const knowledge = { aliases, overlays, pnames, policy, remembered: { rules: states, expiring } };
