const ahead = 0.05; // s before a cut at which the picture is kept: at least one frame is drawn in it

/**
 * Where the picture cuts to another arrangement, the last one fades out over it. The scenes themselves are cut hard: each is made
 * alone, and nobody pays for a fade that only a player shows.
 */
export class Cuts {
  #video;
  #still;
  #at = null;
  #calm = matchMedia('(prefers-reduced-motion: reduce)');

  constructor(root, playback, scenes) {
    this.#video = root.querySelector('.picture');
    this.#still = root.querySelector('[data-cut]');
    if (!this.#still) return; // no picture
    this.#still.addEventListener('transitionend', () => this.#clear());
    playback.onChange(() => {
      if (playback.paused || playback.isHalted) this.#clear();
    });
    playback.onTime((time) => this.#look(time, playback, scenes));
  }

  #look(time, playback, scenes) {
    if (this.#at !== null) {
      const past = time - this.#at;
      if (past < -1 || past > 1 + playback.rate) this.#clear(); // somewhere else, or nothing told that it has faded
      else if (past >= 0) this.#still.classList.add('cut-gone');
    } else if (playback.isRunning && !this.#calm.matches) {
      const cut = scenes.nextCut(time);
      if (cut !== null && cut - time <= ahead * playback.rate) this.#keep(cut);
    }
  }

  #keep(cut) {
    this.#at = cut;
    this.#still.width = this.#video.videoWidth;
    this.#still.height = this.#video.videoHeight;
    this.#still.getContext('2d').drawImage(this.#video, 0, 0);
    this.#still.classList.remove('cut-gone');
    this.#still.hidden = false;
  }

  /** Not a pixel of it is left. */
  #clear() {
    if (this.#at === null) return;
    this.#at = null;
    this.#still.hidden = true;
    this.#still.width = 0;
  }
}
