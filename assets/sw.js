// Keeps articles for when there is no network: those that the reader asks to keep, and the last few that were read.
//
// The press puts it at the site's root. It is registered by a page's program, and only in a window of its own, never in a
// frame. Pages come from the network whenever that answers; all other files have names that change with their content,
// so one that is stored is right.
//
// Invariant: each stored page has a cache of its own, with every file that it names. A new version of a page replaces it when
// all of its files are there, and only then are files deleted that the old one needed. A shared file is stored only if its
// content is what its name says. Other caches of the origin, those of a site in a folder of this one too, are left alone.
"use strict";

// Of the site's shared files. Browsers take a new worker when a byte of this one has changed.
const VERSION = "none";
// The first part of the names of our caches; another number, another way of storing.
const STORE = "sidelight-2";
const SCOPE = self.registration.scope;
const SHARED = `${SCOPE}shared/`;
// How many pages are stored that the reader didn't ask to keep.
const READ = 20;
// How long the network may take to answer for a page that is stored, in ms.
const PATIENCE = 4000;

// Neither addresses nor kinds have spaces in them.
const nameOf = (kind, url) => `${STORE} ${kind} ${SCOPE} ${url}`;
const isOurs = (name) => name.startsWith(`${STORE} `) && name.split(" ")[2] === SCOPE;

// The addresses of the pages of this site that are stored as `kept` or `read`, the oldest first.
const stored = async (kind) => {
  const beginning = nameOf(kind, "");
  return (await caches.keys()).filter((name) => name.startsWith(beginning)).map((name) => name.slice(beginning.length));
};

// What a cache holds. Undefined where the caches can't be asked, since the network may still have it.
const match = (request, cacheName) => caches.match(request, { cacheName, ignoreVary: true }).catch(() => undefined);

const storedPage = async (url) => (await match(url, nameOf("kept", url))) ?? match(url, nameOf("read", url));

const storedFile = async (request) => {
  const names = (await caches.keys().catch(() => [])).filter(isOurs);
  const found = await Promise.all(names.map((name) => match(request, name)));
  return found.find((response) => response);
};

// A tag as pages are written: `<` begins nothing else there, and values are in double quotes.
const TAG = /<[a-z]+(?:\s+[^\s"=>]+(?:="[^"]*")?)*\s*\/?>/g;
// One attribute after another, so that nothing within a value counts; the address is captured of those that name a file.
const ATTRIBUTE = /\s(?:(?:src|data-glue|data-wasm)="([^"#?]+)"|[^\s"=>]+="[^"]*")/g;

// What a page needs to be read: its scripts, its program and its pictures, each in its usual size.
const filesOf = (html, url) => {
  const files = new Set();
  for (const [tag] of html.matchAll(TAG)) {
    for (const [, path] of tag.matchAll(ATTRIBUTE)) {
      if (path) files.add(new URL(path.replaceAll("&amp;", "&"), url).href);
    }
  }
  return [...files].filter((file) => file.startsWith(SCOPE));
};

// Loads a file to store. The name of a shared one has the first 64 bits of its SHA-256 in it.
const load = async (file) => {
  const response = await fetch(file);
  if (!response.ok) throw new TypeError(`${file} can't be loaded: status ${response.status}`);
  if (file.startsWith(SHARED)) {
    const hash = await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer());
    const digits = Array.from(new Uint8Array(hash, 0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (!file.includes(`-${digits}.`)) throw new TypeError(`${file} isn't what its name says`);
  }
  return response;
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
    for (const file of files) if (!(await cache.match(file, { ignoreVary: true }))) missing.push(file);
    const loaded = await Promise.all(missing.map(async (file) => (await storedFile(file)) ?? load(file)));
    for (const [i, file] of missing.entries()) await cache.put(file, loaded[i]);
    // One that hasn't changed isn't written again.
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

// A kept page with its title, where the press writes four characters in another way. None when the browser has forgotten it:
// WebKit's private windows empty a cache that nobody has in hand.
const articleOf = async (url) => {
  const page = await match(url, nameOf("kept", url));
  if (!page) return [];
  const title = (await page.text()).match(/<title>([^<]*)<\/title>/)?.[1] ?? url;
  return [[url, title.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&")]];
};

const answer = async (task, url) => {
  let refusal = null;
  try {
    await TASKS[task](url);
  } catch (error) {
    refusal = reasonOf(error);
  }
  try {
    const articles = await Promise.all((await stored("kept")).map(articleOf));
    return { version: VERSION, articles: articles.flat(), refusal };
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

// The page from the network, or as it is stored when there is no answer in time.
const page = async (request, url) => {
  // Not by navigation preload: when that fails, Firefox gives up on the worker and shows its own page of errors.
  const network = fetch(request);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const answer = await Promise.race([network.catch(() => null), late]);
  if (answer && answer.status < 500) return answer;
  return (await storedPage(url)) ?? network;
};

const file = async (request) => (await storedFile(request)) ?? fetch(request);

// What the addresses of a picture's sizes have in common; undefined for an address of another make.
const anySize = (url) => url.match(/^(.+-[\da-f]{10}-)\d+\.[a-z]+$/)?.[1];

// A picture in another size, when the one that was asked for can't be had.
const picture = async (request) => {
  try {
    return await file(request);
  } catch (error) {
    const sought = anySize(request.url);
    if (!sought) throw error;
    for (const name of (await caches.keys()).filter(isOurs)) {
      const cache = await caches.open(name);
      const same = (await cache.keys()).find((other) => anySize(other.url) === sought);
      if (same) return cache.match(same);
    }
    throw error;
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(SCOPE) || request.headers.has("range")) return;
  if (request.mode === "navigate") {
    const { origin, pathname } = new URL(request.url);
    if (request.destination === "document") event.respondWith(page(request, origin + pathname));
  } else if (request.url.startsWith(SHARED)) {
    event.respondWith(file(request));
  } else if (request.destination === "image") {
    event.respondWith(picture(request));
  }
});

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  // In the first version the scope wasn't in a cache's name.
  const isOutdated = (name) => name.startsWith("sidelight-1 ") && name.split(" ")[2]?.startsWith(SCOPE);
  const outdated = async () => {
    for (const name of (await caches.keys()).filter(isOutdated)) await caches.delete(name);
  };
  event.waitUntil(outdated());
});
