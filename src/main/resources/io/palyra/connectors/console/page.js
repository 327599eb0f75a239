/** What a page is. The shell loads it, draws it each second and after each event, and loads it anew from time to time. */
export class Page {
  /** Of the window and for the history. */
  title = "";

  /** How long what it shows is good for, ms. */
  everyMs = 10_000;

  /** Draws it now; the shell's. */
  redraw = () => {};

  /** @param isOwn whether the page asks by itself */
  async load() {}

  /** What it looks like once it is loaded. */
  view() {}

  /** Something has happened. @returns whether to load anew */
  happened() {
    return true;
  }

  /** Another page comes. */
  left() {}
}
