/** gen/guest/handlers.h and gen/host/handlers.h: what handwritten C has to provide. */
import type { Message, Model, Param } from '../model/model.ts';
import { declare, guard, handlerType, parameters } from './c.ts';

export function emitGuestHandlers({ commands }: Model): string {
  const handled = commands.filter(({ flavour }) => flavour === 'custom' || flavour === 'local');
  return guard(
    'gen/guest/handlers.h',
    `#include "guest/context.h"

/* Entry points that a family answers or encodes itself. ctx is the current context, never vmgl_no_context. */
${handled.map((command) => `${declare(command.returns, `vmgl_guest_${command.name}`)}(${parameters(command.params, 'struct vmgl_context *ctx')});`).join('\n')}
`,
  );
}

/** Parameters of a host handler: arrays bring their bytes with them, blobs are replied by the handler. */
function hostParameters(message: Message): { type: string; name: string }[] {
  return message.params.flatMap((param: Param) => {
    switch (param.kind.kind) {
      case 'blob':
        return [];
      case 'array':
      case 'image':
        return [
          { type: handlerType(param), name: param.name },
          { type: 'size_t', name: `${param.name}_bytes` },
        ];
      default:
        return [{ type: handlerType(param), name: param.name }];
    }
  });
}

export function emitHostHandlers({ messages }: Model): string {
  return guard(
    'gen/host/handlers.h',
    `#include "host/context.h"

/* Handlers of commands that are more than a driver call. Arguments are checked: arrays have exactly the bytes
 * that the size expression gives (NULL with 0 bytes where NULL is allowed), texts are terminated. Object names
 * are the driver's, except those that a gen, create or delete command is about: these are the guest's. Outputs
 * are zeroed memory; all of it travels back. A handler of a command with blobs calls vmgl_reply_array() once
 * for each of them, in order. */
${messages
  .filter(({ hostCustom }) => hostCustom)
  .map(
    (message) =>
      `${declare(message.returns, `vmgl_host_${message.name}`)}(${parameters(hostParameters(message), 'struct vmgl_host_context *ctx')});`,
  )
  .join('\n')}
`,
  );
}
