/** Stands for koffi's platform package in the bundle (scripts/build.ts): its library is one of our native files. */
import { nativePath } from './assets.ts';

const holder: { exports: unknown } = { exports: {} };
process.dlopen(holder as NodeJS.Module, nativePath('koffi.node'));
module.exports = holder.exports;
