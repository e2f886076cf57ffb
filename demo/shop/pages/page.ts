export interface Page {
  /** For the window's title; the start page has none. */
  title: string;
  view: Node;
  /** Called when another page takes its place. */
  leave?: () => void;
}
