/** What a renderer says of its driver when it is ready. */
export interface Driver {
  software: boolean;
  renderer: string;
  vendor: string;
  version: string;
}

/** Rendering in software is never silent. */
export function describeDriver(driver: Driver): string {
  return driver.software ? `${driver.renderer}, which is software, not a GPU` : driver.renderer;
}
