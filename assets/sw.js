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

// What is stored; nothing where the caches can't be asked, for the network may still have it.
const match = (request, cacheName) => caches.match(request, { cacheName, ignoreVary: true }).catch(() => undefined);

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
  return (await match(url)) ?? network;
};

const file = async (request) => (await match(request)) ?? fetch(request);

// A picture in another size, when the one that was asked for can't be had.
const picture = async (request) => {
  try {
    return await file(request);
  } catch (error) {
    const anySize = (url) => url.replace(/[^-]*$/, "");
    for (const name of (await caches.keys()).filter(isOurs)) {
      const cache = await caches.open(name);
      const same = (await cache.keys()).find((other) => anySize(other.url) === anySize(request.url));
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
  } else if (request.url.startsWith(`${SCOPE}shared/`)) {
    event.respondWith(file(request));
  } else if (request.destination === "image") {
    event.respondWith(picture(request));
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
