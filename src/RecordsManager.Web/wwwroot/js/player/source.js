const gone = [401, 403, 404, 410];
const standIn = 'recordsmanager.stand-in'; // session data of the master playlist

/**
 * Attaches the playlist: with hls.js where there are media source extensions, else natively.
 * @returns opened, a promise for when it can be played or was closed; isStandIn, whether its sound is one person's, because the mix is
 * still being made; heights, of the sizes its picture can be had in; height, of the one that plays, both empty where there is one alone;
 * choose(height), null for what the network carries; close(), after which nothing that was loaded is left.
 */
export function openSource(video, address, startAt, onStop, onSize) {
  const Hls = window.Hls;
  let hls = null;
  let settle;
  const opened = new Promise((resolve) => { settle = resolve; });
  const refused = () => onStop(410);
  const close = () => {
    video.removeEventListener('loadedmetadata', settle);
    video.removeEventListener('error', refused);
    hls?.destroy();
    video.removeAttribute('src');
    video.load(); // without this the browser keeps what it has
    settle();
  };

  video.addEventListener('loadedmetadata', settle, { once: true });
  if (!Hls?.isSupported()) {
    video.addEventListener('error', refused, { once: true });
    const master = fetch(address).then((answer) => answer.text(), () => '');
    const source = { opened: master.then(() => opened), isStandIn: false, heights: [], height: null, choose() {}, close };
    master.then((text) => { source.isStandIn = text.includes(standIn); });
    video.src = address;
    video.load();
    return source;
  }

  // One segment beyond the one that plays, and one behind it: what was withdrawn does not go on from memory.
  hls = new Hls({ startPosition: startAt, maxBufferLength: 2, maxMaxBufferLength: 2, maxBufferSize: 0, backBufferLength: 4, capLevelToPlayerSize: true });
  let recovered = false;
  const source = { opened, isStandIn: false, heights: [], height: null, choose, close };
  let chosen = null;
  function choose(height) {
    chosen = height;
    const level = hls.levels.findIndex((one) => one.height === height); // -1: as the network lets it
    if (hls.manualLevel !== level) hls.nextLevel = level;
  }
  hls.on(Hls.Events.MANIFEST_PARSED, () => {
    if (hls.levels.length < 2) return;
    source.heights = hls.levels.map((level) => level.height).sort((a, b) => b - a);
    choose(chosen);
    onSize();
  });
  hls.on(Hls.Events.LEVEL_SWITCHED, (_, { level }) => {
    if (hls.levels.length < 2) return;
    source.height = hls.levels[level].height;
    onSize();
  });
  hls.on(Hls.Events.MANIFEST_LOADED, (_, { sessionData }) => { source.isStandIn = Boolean(sessionData?.[standIn]); });
  hls.on(Hls.Events.ERROR, (_, problem) => {
    const status = problem.response?.code;
    if (gone.includes(status)) onStop(status);
    else if (problem.fatal && problem.type === Hls.ErrorTypes.MEDIA_ERROR && !recovered) {
      recovered = true;
      hls.recoverMediaError();
    } else if (problem.fatal) onStop(status >= 400 ? status : problem.type === Hls.ErrorTypes.NETWORK_ERROR ? 0 : 500);
  });
  hls.loadSource(address);
  hls.attachMedia(video);
  return source;
}
