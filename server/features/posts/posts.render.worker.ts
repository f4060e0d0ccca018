/** Renders texts beside the main thread: what takes long there would hold up everybody. */
import type { Names } from './posts.markdown.rules.ts';
import { type Rendered, render } from './posts.markdown.ts';

export interface RenderTask {
  text: string;
  names: Names;
}

export default ({ text, names }: RenderTask): Rendered => render(text, names);
