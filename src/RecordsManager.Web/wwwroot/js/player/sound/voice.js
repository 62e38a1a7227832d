export const rate = 48000; // of every stem, samples a second

/** One person's stem: which pieces there are, and each of them decoded. */
export class Voice {
  #base;
  #init = null;
  #pieces = [];

  /** @param address of the stem's playlist */
  constructor(address) { this.#base = new URL(address, location.href); }

  /** Samples on the timeline. */
  get end() { return this.#pieces.length > 0 ? this.#pieces.at(-1).to : 0; }

  async open(signal) {
    const lines = (await (await ask(this.#base, signal)).text()).split('\n');
    this.#init = await (await ask(new URL(lines.find((l) => l.startsWith('#EXT-X-MAP:')).split('"')[1], this.#base), signal)).arrayBuffer();
    let seconds = Number(lines.find((l) => l.startsWith('#EXT-X-RECORDSMANAGER-FROM:'))?.split(':')[1] ?? 0);
    lines.forEach((line, i) => {
      if (!line.startsWith('#EXTINF:')) return;
      const from = Math.round(seconds * rate);
      seconds += Number.parseFloat(line.slice(8));
      this.#pieces.push({ address: new URL(lines[i + 1], this.#base), from, to: Math.round(seconds * rate), bytes: null });
    });
  }

  /** The pieces that cover a stretch of the timeline, samples. */
  within(from, to) { return this.#pieces.flatMap((p, index) => (p.to > from && p.from < to ? [index] : [])); }

  /**
   * An AAC frame needs the one before it. So the piece before is decoded along with it, and what counts is counted from the end:
   * how much of the priming a browser leaves away differs.
   */
  async decode(index, context, signal) {
    const bytes = [this.#init];
    if (index > 0) bytes.push(await this.#fetch(index - 1, signal));
    bytes.push(await this.#fetch(index, signal));
    const decoded = await context.decodeAudioData(await new Blob(bytes).arrayBuffer());
    const { from, to } = this.#pieces[index];
    const sound = decoded.getChannelData(0);
    return { at: from, samples: sound.slice(Math.max(0, sound.length - (to - from))) };
  }

  /** Lets go of all but a few. */
  keep(indices) {
    this.#pieces.forEach((p, index) => { if (!indices.has(index) && !indices.has(index + 1)) p.bytes = null; });
  }

  #fetch(index, signal) {
    const wanted = this.#pieces[index];
    wanted.bytes ??= ask(wanted.address, signal).then((answer) => answer.arrayBuffer()).catch((problem) => {
      wanted.bytes = null; // the next one who needs it asks again
      throw problem;
    });
    return wanted.bytes;
  }
}

/** @throws Refused with the status when the server says no */
export async function ask(address, signal) {
  const answer = await fetch(address, { signal });
  if (!answer.ok) throw new Refused(answer.status);
  return answer;
}

export class Refused extends Error {
  constructor(status) {
    super(`refused: ${status}`);
    this.status = status;
  }
}
