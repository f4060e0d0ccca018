/** Where the file of a worker thread is, and what starts it. */

export interface WorkerFile {
  filename: URL;
  execArgv: string[];
}

/**
 * The worker that stands beside a module: compiled like that module or, when Muster runs from its sources, loaded by tsx,
 * which worker threads do not inherit.
 * @param beside the `import.meta.url` of the module
 * @param name the file without its extension
 */
export function workerFile(beside: string, name: string): WorkerFile {
  const fromSources = beside.endsWith('.ts');
  return {
    filename: new URL(`./${name}.${fromSources ? 'ts' : 'js'}`, beside),
    execArgv: fromSources ? ['--import', tsxLoader()] : [],
  };
}

const tsxLoader = () =>
  `data:text/javascript,import { register } from '${import.meta.resolve('tsx/esm/api')}'; register();`;
