// Runs Azurite's blob service inside this process, on loopback, until standard input closes.
//
// usage: node keeper.mjs <directory of node_modules> <directory for data> <port, 0 for a free one>
//
// Standard input is held open by whoever started this; when that process ends, however it ends, the
// pipe closes and Azurite saves its database and stops. An interrupt from the terminal is ignored
// for the same reason: whoever started this still needs Storage to end in good order.
import { createRequire } from "node:module";
import path from "node:path";
import { freeOn, refuseWhatFindsNoRoom, reserveOf, saveWhenThereIsRoom } from "./room.mjs";

const [modules, location, port] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(modules), "noop.js"));
const { BlobServerFactory } = require("azurite/dist/src/blob/BlobServerFactory");

// What Azurite's own command line would give: see BlobEnvironment in its sources.
const environment = {
  blobHost: () => "127.0.0.1",
  blobPort: () => Number(port),
  blobKeepAliveTimeout: () => 60,
  location: async () => location,
  silent: () => true,
  loose: () => false,
  // The Storage client speaks later versions than Azurite knows by name.
  skipApiVersionCheck: () => true,
  disableTelemetry: () => true,
  disableProductStyleUrl: () => true,
  cert: () => undefined,
  key: () => undefined,
  pwd: () => undefined,
  oauth: () => undefined,
  inMemoryPersistence: () => false,
  extentMemoryLimit: () => undefined,
  debug: async () => undefined,
};

let closing;
let saved = [];

function close(server) {
  closing ??= Promise.all(saved.map((wait) => wait())).then(() => server.close()).then(
    () => process.exit(0),
    (error) => fail(error),
  );
}

function fail(error) {
  console.error(error?.message ?? error);
  process.exit(error?.code === "EADDRINUSE" ? 98 : 1);
}

process.on("SIGINT", () => {});
process.on("uncaughtException", fail);
process.on("unhandledRejection", fail);

try {
  const server = await new BlobServerFactory().createServer(environment);
  const free = freeOn(location);
  const reserve = reserveOf(location);
  refuseWhatFindsNoRoom(server.httpServer, free, reserve);
  await server.start();
  saved = [server.metadataStore, server.extentMetadataStore].map((store) =>
    saveWhenThereIsRoom(store.db, free, reserve),
  );
  process.on("SIGTERM", () => close(server));
  process.on("SIGHUP", () => close(server));
  process.stdin.on("end", () => close(server));
  process.stdin.on("error", () => close(server));
  process.stdin.resume();
  const address = server.getHttpServerAddress();
  process.stdout.write(JSON.stringify({ blobEndpoint: `${address}/devstoreaccount1` }) + "\n");
} catch (error) {
  fail(error);
}
