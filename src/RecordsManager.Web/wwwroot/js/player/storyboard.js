const settles = 5; // s: a call begins before its cameras do

/** Small pictures of what may be played, by time. Each is asked for once; when what may be played changes all are let go. */
export class Storyboard {
  #base;
  #isThere = false;
  #cues = null;
  #pictures = new Map();

  constructor(base) {
    this.#base = `${base}/video/`;
  }

  /** They are made, and may be looked at. */
  open() { this.#isThere = true; }

  forget() {
    this.#cues = null;
    for (const picture of this.#pictures.values()) picture.remove();
    this.#pictures.clear();
  }

  /** @returns an img element, the same for the same moment; null: there is none. */
  async at(time) {
    if (!this.#isThere) return null;
    this.#cues ??= this.#load();
    const asked = this.#cues;
    const cues = await asked;
    if (asked !== this.#cues) return null; // let go meanwhile
    const address = cues.findLast((cue) => cue.from <= time + 0.001)?.address;
    if (!address) return null;
    if (!this.#pictures.has(address)) {
      const picture = new Image(320, 180);
      picture.alt = '';
      picture.src = this.#base + address;
      this.#pictures.set(address, picture);
    }
    return this.#pictures.get(address);
  }

  async #load() {
    const text = await fetch(`${this.#base}stills.vtt`).then((answer) => (answer.ok ? answer.text() : ''), () => '');
    return text.split('\n\n').slice(1).map((cue) => {
      const [times, address] = cue.trim().split('\n');
      return { from: times.split(' ')[0].split(':').reduce((sum, part) => 60 * sum + Number(part), 0), address };
    });
  }
}

/** Before the first play the stage shows the moment where it will begin, or, where nobody is seen yet, the next at which somebody is. */
export function showPoster(root, playback, { board, scenes }, shown) {
  const stage = root.querySelector('.stage');
  const video = stage.querySelector('video');
  const poster = stage.querySelector('[data-poster]');
  if (!poster) return;
  const clear = () => {
    poster.replaceChildren();
    stage.classList.remove('stage-still');
    shown();
  };
  video.addEventListener('loadeddata', clear);
  playback.onRenewal(clear);
  playback.onTime(async (time) => {
    if (video.readyState > 0 || playback.isHalted || stage.classList.contains('stage-sound')) return;
    const seen = scenes.firstSeen(Math.max(time, Math.min(settles, playback.duration / 2)));
    const picture = await board.at(seen);
    if (!picture || video.readyState > 0 || playback.isHalted) return;
    const isNew = poster.firstChild === null;
    // Another element of the same picture: one element cannot stand in two places.
    if (poster.firstChild?.src !== picture.src) poster.replaceChildren(picture.cloneNode());
    stage.classList.toggle('stage-still', scenes.at(seen)?.key === scenes.at(time)?.key); // names stand where people do at that time
    if (isNew) shown();
  });
}
