import { linkTo } from '../kit/url.js';
import { runs } from './links.js';

/** Plain text with its links. */
export const Linked = ({ text }: { text: string }) => (
  <>{runs(text).map((run) => (typeof run === 'string' ? run : <a {...linkTo(run.url)}>{run.label}</a>))}</>
);
