/**
 * Measure how an npm package searches Chinese terms by pinyin.
 *
 *     node peers.mjs FILE [N]
 *
 * FILE is JSON: {"terms": ["安全", ...], "queries": [{"kind": "full", "q": "anquan", "wanted": "安全"}, ...],
 * "peer": "pinyin-match", "limit": 20, "options": {}}. `limit` and `options` may be left out; `options` go to the
 * peer as they are (pinyin-pro: of its `match`; the others have none). With N, only the first N queries of each kind.
 *
 * Prints one line of JSON. A query's time is that of finding all hits, since no peer can be asked for a page of them;
 * `build_seconds` is loading the package and building what it keeps of the terms; `rss_mb` is the process at the end.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** Each peer: from terms to a function from a query to all hits, in the peer's own order. */
const PEERS = {
  "pinyin-match": async (terms) => {
    const { match } = (await import("pinyin-match")).default;
    return (q) => terms.filter((term) => match(term, q));
  },
  "pinyin-pro": async (terms, options) => {
    const { match } = await import("pinyin-pro");
    return (q) => terms.filter((term) => match(term, q, options));
  },
  "pinyin-engine": async (terms) => {
    const Engine = (await import("pinyin-engine")).default;
    const engine = new Engine(terms);
    return (q) => engine.query(q);
  },
};

/** The version of an installed package, also of one that does not export its package.json. */
function versionOf(peer) {
  const places = createRequire(import.meta.url).resolve.paths(peer);
  for (const place of places) {
    try {
      return JSON.parse(readFileSync(`${place}/${peer}/package.json`, "utf8")).version;
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
    }
  }
  throw new Error(`${peer} is not installed`);
}

function groupByKind(queries, most) {
  const kinds = new Map();
  for (const query of queries) {
    const group = kinds.get(query.kind) ?? [];
    if (group.length < most) group.push(query);
    kinds.set(query.kind, group);
  }
  return kinds;
}

function measure(search, queries, limit) {
  const ms = [];
  const hits = [];
  let first = 0;
  let all = 0;
  for (const { q, wanted } of queries) {
    const start = performance.now();
    const found = search(q);
    ms.push(Number((performance.now() - start).toFixed(3)));
    hits.push(found.length);
    const place = found.indexOf(wanted);
    if (place >= 0) all += 1;
    if (place >= 0 && place < limit) first += 1;
  }
  const count = queries.length;
  return { queries: count, ms, hits, share_in_first: first / count, share_in_all: all / count };
}

const [file, most = "Infinity"] = process.argv.slice(2);
const { terms, queries, peer, limit = 20, options } = JSON.parse(readFileSync(file, "utf8"));
if (!(peer in PEERS)) throw new Error(`unknown peer: ${peer}`);

const start = performance.now();
const search = await PEERS[peer](terms, options);
const buildSeconds = (performance.now() - start) / 1000;

const kinds = {};
for (const [kind, group] of groupByKind(queries, Number(most))) kinds[kind] = measure(search, group, limit);

console.log(
  JSON.stringify({
    peer,
    version: versionOf(peer),
    terms: terms.length,
    build_seconds: Number(buildSeconds.toFixed(3)),
    rss_mb: Math.round(process.memoryUsage.rss() / 2 ** 20),
    kinds,
  }),
);
