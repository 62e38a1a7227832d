/** What may be taken as a file, as the server offers it now: the picture is made after the sound, and what changes makes other files. */
export async function renewDownload() {
  const menu = document.querySelector('[data-download]');
  if (!menu) return;
  const page = await fetch(location.href).then((answer) => (answer.ok ? answer.text() : ''), () => '');
  const now = new DOMParser().parseFromString(page, 'text/html').querySelector('[data-download] .pop-sheet');
  if (now) menu.querySelector('.pop-sheet').replaceWith(document.adoptNode(now));
  else menu.remove();
}
