/**
 * Listens to what becomes of the recording while it is open. What is in a buffer would be played on: only being told stops
 * it. Where nothing can be heard (no EventSource, too many streams) the next segment is refused, as without this.
 */
export class Changes {
  #version;
  #shows;
  #stale = false;
  #whole;
  #stream = null;
  #on;

  /**
   * @param drawn what the server drew the page with: its version, whether its picture was made, and what a share link shows
   * @param on { changed(withdrawn), ready(whole), whole(), picture(percent), over(), reshared() }
   */
  constructor(address, { version, whole, shows }, on) {
    this.#version = version;
    this.#shows = shows;
    this.#whole = whole;
    this.#on = on;
    if (!window.EventSource) return;
    this.#stream = new EventSource(address);
    this.#stream.addEventListener('playback', (event) => this.#take(JSON.parse(event.data)));
    this.#stream.addEventListener('over', () => {
      this.#stream.close();
      on.over();
    });
  }

  /** True while somebody would tell: a refused segment is then the first sign of a change. */
  get isHeard() { return this.#stream?.readyState === EventSource.OPEN; }

  #take(told) {
    if (told.version === undefined) return; // the last event before "over" says nothing else
    if ((told.shows ?? this.#shows) !== this.#shows) {
      this.#stream.close();
      this.#on.reshared();
      return;
    }

    if (told.version !== this.#version) {
      const withdrawn = told.withdrawn > this.#version;
      this.#version = told.version;
      this.#stale = true;
      this.#on.changed(withdrawn);
    }

    if (!told.whole) this.#on.picture(told.picture);
    if (this.#stale && told.ready) {
      this.#stale = false;
      this.#whole = told.whole;
      this.#on.ready(told.whole);
      if (told.whole) this.#on.picture(100);
    } else if (!this.#stale && told.whole !== this.#whole) {
      this.#whole = told.whole;
      if (told.whole) this.#on.whole();
    }
  }
}
