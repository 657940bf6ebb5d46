/*
 * Keeps a page as it is now: fetches it again and changes in the document what has changed in it,
 * so that scroll positions, focus and selections stay. Follows files that are being written.
 */
'use strict';

const SHORTEST_PAUSE = 1000;
const FOLLOW_PAUSE = 700;
const MOST_TEXT = 512 * 1024;

const live = document.getElementById('live');
const main = document.getElementById('main');
let paused = false;

/* Changes a node of the document into what another one, alike, is. */
function morph(now, next) {
  if (now.isEqualNode(next)) {
    return;
  }
  if (now.nodeType !== Node.ELEMENT_NODE) {
    now.nodeValue = next.nodeValue;
  } else if (now.dataset.follow) {
    now.dataset.ended = next.dataset.ended;
  } else if (!('keep' in now.dataset)) {
    morphAttributes(now, next);
    morphChildren(now, next);
  }
}

/* Whether one node can become the other: what follows a file follows that one, of that run. */
function alike(one, other) {
  return kind(one) === kind(other);
}

function kind(node) {
  const data = node.dataset || {};
  const looks = node.classList ? node.classList[0] : '';
  return [node.nodeName, looks, data.follow, data.run].join(' ');
}

/* What the reader has opened or walked to stays so. */
function morphAttributes(now, next) {
  for (const { name } of [...now.attributes]) {
    if (!next.hasAttribute(name) && name !== 'open') {
      now.removeAttribute(name);
    }
  }
  for (const { name, value } of next.attributes) {
    const walked = name === 'tabindex' && now.classList.contains('cell');
    if (now.getAttribute(name) !== value && !walked) {
      now.setAttribute(name, value);
    }
  }
}

/* In order: what has come is put in, what is no more there is taken out, the rest stays. */
function morphChildren(now, next) {
  let at = now.firstChild;
  for (const child of next.childNodes) {
    let same = at;
    while (same && !alike(same, child)) {
      same = same.nextSibling;
    }
    if (same) {
      for (let gone = at; gone !== same; gone = at) {
        at = gone.nextSibling;
        gone.remove();
      }
      morph(same, child);
      at = same.nextSibling;
    } else {
      now.insertBefore(child.cloneNode(true), at);
    }
  }
  while (at) {
    const gone = at;
    at = gone.nextSibling;
    gone.remove();
  }
}

async function refresh() {
  const begun = performance.now();
  if (!paused && !document.hidden) {
    try {
      const answer = await fetch(location.href, { cache: 'no-store' });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      morph(main, page.getElementById('main'));
      document.title = page.title;
      startFollowing();
      tellAgain();
      say('Live', false);
    } catch (failure) {
      say('The emulator does not answer; trying again', true);
    }
  }
  /* A page that takes long is asked for less often. */
  setTimeout(refresh, Math.max(SHORTEST_PAUSE, 15 * (performance.now() - begun)));
}

function say(text, lost) {
  live.firstChild.textContent = paused ? 'Paused' : text;
  live.classList.toggle('lost', lost && !paused);
}

/* The element that shows a file goes on to read it until its writer has ended. */
function startFollowing() {
  for (const file of main.querySelectorAll('[data-follow]')) {
    if (!file.followed) {
      file.followed = true;
      file.scrollTop = file.scrollHeight;
      follow(file);
    }
  }
}

async function follow(file) {
  if (!file.isConnected) {
    return;
  }
  const ended = file.dataset.ended === 'true';
  let more = false;
  let failed = false;
  if (!paused && (!document.hidden || ended)) {
    try {
      more = await readOn(file);
    } catch (failure) {
      failed = true;
    }
  }
  if (!ended || paused || more || failed) {
    setTimeout(() => follow(file), more ? 0 : FOLLOW_PAUSE);
  }
}

/* Appends what has come since; returns whether there is more already. */
async function readOn(file) {
  const before = Number(file.dataset.next);
  const answer = await fetch(file.dataset.follow + '?from=' + before, { cache: 'no-store' });
  const next = answer.headers.get('Batchline-Next');
  if (!answer.ok || next === null) {
    return false;
  }
  const text = await answer.text();
  const atEnd = file.scrollHeight - file.scrollTop - file.clientHeight < 30;
  if (answer.headers.has('Batchline-Anew')) {
    file.textContent = text;
  } else if (text) {
    file.append(text);
    forgetOldest(file);
  }
  file.dataset.next = next;
  if (atEnd) {
    file.scrollTop = file.scrollHeight;
  }
  return Number(next) > before && Number(next) < Number(answer.headers.get('Batchline-Length'));
}

function forgetOldest(file) {
  let size = file.textContent.length;
  while (size > MOST_TEXT && file.childNodes.length > 1) {
    size -= file.firstChild.textContent.length;
    file.firstChild.remove();
  }
}

/* Arrow keys walk through the cells of a heat map; their text stands below it. */
function walk(event) {
  const cell = event.target.closest('.cells > .cell');
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 'row', ArrowUp: '-row', Home: 'first', End: 'last' }[event.key];
  if (!cell || step === undefined) {
    return;
  }
  event.preventDefault();
  const cells = [...cell.parentElement.children];
  const row = cells.filter(one => one.offsetTop === cells[0].offsetTop).length;
  const at = cells.indexOf(cell);
  const to = { row: at + row, '-row': at - row, first: 0, last: cells.length - 1 }[step] ?? at + step;
  if (cells[to]) {
    cell.tabIndex = -1;
    cells[to].tabIndex = 0;
    cells[to].focus();
  }
}

function tell(event) {
  const cell = event.target.closest && event.target.closest('.cells > .cell');
  const hint = cell && cell.parentElement.parentElement.querySelector('.hint');
  if (hint && hint.textContent !== cell.title) {
    hint.textContent = cell.title;
  }
}

function tellAgain() {
  const cell = main.querySelector('.cells > .cell:hover, .cells > .cell:focus');
  if (cell) {
    tell({ target: cell });
  }
}

function pauseButton() {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Pause';
  button.addEventListener('click', () => {
    paused = !paused;
    button.textContent = paused ? 'Go on' : 'Pause';
    say('Live', false);
  });
  return button;
}

live.append(document.createTextNode('Live'), pauseButton());
document.addEventListener('keydown', walk);
document.addEventListener('mouseover', tell);
document.addEventListener('focusin', tell);
startFollowing();
setTimeout(refresh, SHORTEST_PAUSE);
