/**
 * The size language: how many elements a pointer points at, as an expression over the command's parameters
 * (grammar in overlay/types.ts). Compiled for the guest's encoder, the renderer's decoder and the null GL
 * alike; every C operation used saturates (wire/size_ops.h), so that no value of the parameters overflows.
 */
export type Size =
  | { kind: 'number'; value: number }
  | { kind: 'param'; name: string }
  | { kind: 'operation'; operator: '+' | '-' | '*' | '/'; left: Size; right: Size }
  | { kind: 'call'; name: 'pname' | 'type' | 'max' | 'min' | 'deref' | 'image'; args: Size[] };

const arity: Record<string, number> = { pname: 1, type: 1, max: 2, min: 2, deref: 1, image: 5 };

/** Throws an Error that says what is wrong; the caller knows where. `params` are the names that may be used. */
export function parseSize(text: string, params: readonly string[]): Size {
  const tokens = text.match(/\d+|\w+|[^\s\w]/g) ?? [];
  let at = 0;
  const take = (token: string) => tokens[at] === token && ++at > 0;
  const expect = (token: string) => {
    if (!take(token)) throw new Error(`The size (${text}) needs (${token}) before (${tokens[at] ?? 'its end'}).`);
  };

  function primary(): Size {
    const token = tokens[at++];
    if (token === undefined) throw new Error(`The size (${text}) ends too early.`);
    if (token === '(') {
      const inner = sum();
      expect(')');
      return inner;
    }
    if (/^\d+$/.test(token)) return { kind: 'number', value: Number(token) };
    if (tokens[at] === '(' && token in arity) {
      expect('(');
      const args = [sum()];
      while (take(',')) args.push(sum());
      expect(')');
      if (args.length !== arity[token])
        throw new Error(`${token}() takes ${arity[token]} arguments, not ${args.length}.`);
      if ((token === 'pname' || token === 'type' || token === 'deref') && args[0]!.kind !== 'param')
        throw new Error(`${token}() takes the name of a parameter.`);
      return { kind: 'call', name: token as 'pname', args };
    }
    if (!params.includes(token)) throw new Error(`The size (${text}) names (${token}), which is not a parameter.`);
    return { kind: 'param', name: token };
  }
  function product(): Size {
    let left = primary();
    while (tokens[at] === '*' || tokens[at] === '/')
      left = { kind: 'operation', operator: tokens[at++] as '*', left, right: primary() };
    return left;
  }
  function sum(): Size {
    let left = product();
    while (tokens[at] === '+' || tokens[at] === '-')
      left = { kind: 'operation', operator: tokens[at++] as '+', left, right: product() };
    return left;
  }

  const size = sum();
  if (at < tokens.length) throw new Error(`The size (${text}) has (${tokens[at]}) where its end should be.`);
  return fold(size);
}

function fold(size: Size): Size {
  if (size.kind !== 'operation') return size;
  const left = fold(size.left);
  const right = fold(size.right);
  if (left.kind === 'number' && right.kind === 'number') {
    const [a, b] = [left.value, right.value];
    if (size.operator === '/' && b === 0) throw new Error('The size divides by zero.');
    const value = { '+': a + b, '-': a - b, '*': a * b, '/': Math.trunc(a / (b || 1)) }[size.operator];
    return { kind: 'number', value };
  }
  if (size.operator === '*' && right.kind === 'number' && right.value === 1) return left;
  return { ...size, left, right };
}

/** Names of the parameters that the expression reads, `deref` ones separately. */
export function sizeUses(size: Size): { values: string[]; derefs: string[] } {
  const values: string[] = [];
  const derefs: string[] = [];
  const visit = (node: Size): void => {
    if (node.kind === 'param') values.push(node.name);
    if (node.kind === 'operation') for (const side of [node.left, node.right]) visit(side);
    if (node.kind === 'call' && node.name === 'deref')
      for (const arg of node.args) derefs.push((arg as { name: string }).name);
    else if (node.kind === 'call') for (const arg of node.args) visit(arg);
  };
  visit(size);
  return { values, derefs };
}

/** The parameter whose enum decides the size by the pname table, if one does. */
export function pnameOf(size: Size): string | undefined {
  if (size.kind === 'call' && size.name === 'pname') return (size.args[0] as { name: string }).name;
  if (size.kind === 'operation') return pnameOf(size.left) ?? pnameOf(size.right);
  return undefined;
}

/** C text of type int64_t. `read` spells a parameter's value, `deref` the value that it points at. */
export function sizeToC(size: Size, read: (name: string) => string, deref: (name: string) => string): string {
  const compile = (node: Size): string => {
    if (node.kind === 'number') return String(node.value);
    if (node.kind === 'param') return read(node.name);
    if (node.kind === 'operation') {
      const name = { '+': 'add', '-': 'sub', '*': 'mul', '/': 'div' }[node.operator];
      return `vmgl_size_${name}(${compile(node.left)}, ${compile(node.right)})`;
    }
    const args = node.args.map((arg) => (node.name === 'deref' ? '' : compile(arg)));
    switch (node.name) {
      case 'pname':
        return `vmgl_pname_count(${args[0]})`;
      case 'type':
        return `vmgl_size_type(${args[0]})`;
      case 'min':
        return `vmgl_size_min(${args[0]}, ${args[1]})`;
      case 'max':
        return `vmgl_size_max(${args[0]}, ${args[1]})`;
      case 'image':
        return `vmgl_size_of_image(${args.join(', ')})`;
      case 'deref':
        return deref((node.args[0] as { name: string }).name);
    }
  };
  return compile(size);
}
