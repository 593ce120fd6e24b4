/** A mistake in the registry or the overlay: `gl.xml:812: error: …`. Nothing is written when one is thrown. */
export class GeneratorError extends Error {
  override name = 'GeneratorError';
}

export function failAt(file: string, line: number, message: string): never {
  throw new GeneratorError(`${file}:${line}: error: ${message}`);
}

export function failIn(file: string, entry: string, message: string): never {
  throw new GeneratorError(`overlay/${file}.ts: ${entry}: error: ${message}`);
}
