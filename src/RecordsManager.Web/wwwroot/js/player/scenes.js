/** Where everybody stands in the composite and who speaks when, as the server drew the page last. */
export class Scenes {
  #root;
  #list = [];
  #people = new Map();
  #canvas = [1, 1];
  #cameras = [];

  constructor(root) {
    this.#root = root;
  }

  read() {
    const block = this.#root.querySelector('[data-speakers]');
    const data = block ? JSON.parse(block.textContent) : { scenes: [], people: [], cameras: [], canvas: [1, 1] };
    this.#list = data.scenes.map((scene) => ({ ...scene, key: JSON.stringify(scene.tiles) }));
    this.#people = new Map(data.people.map((person) => [person.id, person]));
    this.#canvas = data.canvas;
    this.#cameras = data.cameras;
  }

  get canvas() { return this.#canvas; }
  /** What can be seen as it was recorded. */
  get cameras() { return this.#cameras; }
  get people() { return [...this.#people.values()]; }

  person(id) { return this.#people.get(id); }

  at(time) { return this.#list.findLast((scene) => scene.from <= time + 0.001); }

  /** From a time on the first one at which somebody is seen; where nobody is, the time itself. */
  firstSeen(time) {
    const isSeen = (scene) => scene?.tiles.some((tile) => tile.hasPicture);
    return isSeen(this.at(time)) ? time : this.#list.find((scene) => scene.from > time && isSeen(scene))?.from ?? time;
  }

  /** When the picture cuts to another arrangement next; null: never. */
  nextCut(time) {
    const now = this.at(time);
    return this.#list.find((scene) => scene.from > time + 0.001 && scene.key !== now?.key)?.from ?? null;
  }

  /** Since when a person has been speaking; null: they do not. @param lingers s for which who has just ended still counts */
  speaksSince(id, time, lingers) {
    const speech = this.#people.get(id)?.speech.findLast(([from]) => from <= time);
    return speech && time < speech[1] + lingers ? speech[0] : null;
  }

  /** Where the composite lies in the element, which shows it as large as fits. */
  fit(video) {
    const [width, height] = this.#canvas;
    const scale = Math.min(video.clientWidth / width, video.clientHeight / height);
    return { left: (video.clientWidth - width * scale) / 2, top: (video.clientHeight - height * scale) / 2, scale };
  }
}
