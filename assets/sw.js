// Keeps articles for when there is no network: those that the reader asks to keep, and the last few that were read.
//
// The press puts it at the site's root. It is registered by a page's program, and only in a window of its own, never in a
// frame. Pages come from the network whenever that answers; all other files have names that change with their content,
// so one that is stored is right.
//
// Invariant: each stored page has a cache of its own, with every file that it names. A new version of a page takes its place
// when all of its files are there, at one stroke, and only then do files go that the old one needed.
"use strict";

// Of the site's shared files. Browsers take a new worker when a byte of this one has changed.
const VERSION = "none";
// The first part of the names of our caches; another number, another way of storing.
const STORE = "sidelight-1";
const SCOPE = self.registration.scope;
// How many pages are stored that the reader didn't ask to keep.
const READ = 20;
// How long the network may take to answer for a page that is stored, in ms.
const PATIENCE = 4000;

const nameOf = (kind, url) => `${STORE} ${kind} ${url}`;
const isOurs = (name) => name.startsWith(`${STORE} `) && name.includes(` ${SCOPE}`);

// The addresses of the pages of this site that are stored as `kept` or `read`, the oldest first.
const stored = async (kind) => {
  const beginning = nameOf(kind, "");
  return (await caches.keys())
    .filter((name) => name.startsWith(beginning + SCOPE))
    .map((name) => name.slice(beginning.length));
};

const match = (request) => caches.match(request, { ignoreVary: true });

// What a page needs to be read: its scripts, its program and its pictures, each in its usual size.
const filesOf = (html, url) => {
  const named = html.matchAll(/\s(?:src|data-glue|data-wasm)="([^"#?]+)"/g);
  const files = [...named].map(([, path]) => new URL(path.replaceAll("&amp;", "&"), url).href);
  return [...new Set(files)].filter((file) => file.startsWith(SCOPE));
};

// Stores a page whole, or leaves things as they were.
const store = async (kind, url) => {
  const name = nameOf(kind, url);
  const page = await fetch(url);
  const html = await page.clone().text();
  if (!page.ok || page.redirected || !html.includes('data-sidelight="pressed"')) {
    throw new TypeError(`there is no article at ${url}`);
  }
  const cache = await caches.open(name);
  const before = await cache.keys();
  try {
    const files = filesOf(html, url);
    const missing = [];
    for (const file of files) {
      if (await cache.match(file, { ignoreVary: true })) continue;
      const same = await match(file);
      if (same) await cache.put(file, same);
      else missing.push(file);
    }
    await cache.addAll(missing);
    // One that hasn't changed stays where it is, and can be read all the while.
    const known = await cache.match(url, { ignoreVary: true });
    if ((await known?.text()) !== html) await cache.put(url, page);
    const needed = new Set([url, ...files]);
    for (const request of before) if (!needed.has(request.url)) await cache.delete(request);
  } catch (error) {
    if (before.length === 0) await caches.delete(name);
    throw error;
  }
};

// What a page may ask for.
const TASKS = {
  list: async () => {},
  keep: async (url) => {
    await store("kept", url);
    await caches.delete(nameOf("read", url));
  },
  remove: (url) => caches.delete(nameOf("kept", url)),
  read: async (url) => {
    const isKept = await caches.has(nameOf("kept", url));
    await store(isKept ? "kept" : "read", url);
    const read = await stored("read");
    for (const old of read.slice(0, -READ)) await caches.delete(nameOf("read", old));
  },
};

const reasonOf = (error) => {
  if (error.name === "QuotaExceededError") return "full";
  return error.name === "SecurityError" || error.name === "NotAllowedError" ? "denied" : "unreachable";
};

// The titles that kept pages have; the press writes four characters in another way.
const titleOf = async (url) => {
  const html = await (await match(url))?.text();
  const title = html?.match(/<title>([^<]*)<\/title>/)?.[1] ?? url;
  return title.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
};

const answer = async (task, url) => {
  let refusal = null;
  try {
    await TASKS[task](url);
  } catch (error) {
    refusal = reasonOf(error);
  }
  try {
    const kept = await stored("kept");
    const articles = await Promise.all(kept.map(async (page) => [page, await titleOf(page)]));
    return { version: VERSION, articles, refusal };
  } catch {
    return { version: VERSION, articles: [], refusal: "denied" };
  }
};

// One task at a time, so that none undoes what another is at.
let last = Promise.resolve();
self.addEventListener("message", (event) => {
  const { task, url } = event.data ?? {};
  if (!Object.hasOwn(TASKS, task) || !String(url).startsWith(SCOPE)) return;
  last = last.then(async () => event.ports[0]?.postMessage(await answer(task, url)));
  event.waitUntil(last);
});

// What is found in the caches. WebKit shows nothing of one while something in it is replaced, and another run of this worker
// may be at that: as long as there is a cache that may hold it, or the caches can't be asked, it is looked for again.
const untilFound = async (look, mayHold) => {
  for (const began = Date.now(); Date.now() - began < PATIENCE; await new Promise((resolve) => setTimeout(resolve, 100))) {
    try {
      const found = await look();
      if (found) return found;
      if (!(await caches.keys()).some(mayHold)) return;
    } catch {
      continue;
    }
  }
};

// The page from the network, or as it is stored when there is no answer in time.
const page = async (request, url) => {
  // Not by navigation preload: when that fails, Firefox gives up on the worker and shows its own page of errors.
  const network = fetch(request);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const answer = await Promise.race([network.catch(() => null), late]);
  if (answer && answer.status < 500) return answer;
  const names = [nameOf("kept", url), nameOf("read", url)];
  return (await untilFound(() => match(url), (name) => names.includes(name))) ?? network;
};

// A file as it is stored, or from the network, or what else will do.
const file = async (request, instead = () => null) => {
  const known = await match(request).catch(() => null);
  if (known) return known;
  const network = fetch(request);
  const answer = await network.catch(() => null);
  if (answer) return answer;
  return (await untilFound(async () => (await match(request)) ?? instead(request.url), isOurs)) ?? network;
};

// A picture in another size than the one that was asked for.
const picture = async (url) => {
  const anySize = (address) => address.replace(/[^-]*$/, "");
  for (const name of (await caches.keys()).filter(isOurs)) {
    const cache = await caches.open(name);
    const same = (await cache.keys()).find((other) => anySize(other.url) === anySize(url));
    if (same) return cache.match(same);
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(SCOPE) || request.headers.has("range")) return;
  if (request.mode === "navigate") {
    const { origin, pathname } = new URL(request.url);
    if (request.destination === "document") event.respondWith(page(request, origin + pathname));
  } else if (request.url.startsWith(`${SCOPE}shared/`)) {
    event.respondWith(file(request));
  } else if (request.destination === "image") {
    event.respondWith(file(request, picture));
  }
});

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  const outdated = async () => {
    for (const name of await caches.keys()) {
      const isOurs = name.startsWith("sidelight-") && name.includes(` ${SCOPE}`);
      if (isOurs && !name.startsWith(`${STORE} `)) await caches.delete(name);
    }
  };
  event.waitUntil(outdated());
});
