// What Azurite lacks for a disk that is full.
//
// Left alone, it answers 500 and stops reading a request that finds no room, so that who sends it
// hangs until a timeout; and a database that finds no room ends the process, with what it knew. So
// what needs room is refused as long as the database would not be sure of its own, and the database
// waits for room.
import fs from "node:fs";
import path from "node:path";

/** In bytes, beyond a copy of the database, which is written beside it before it takes its place. */
const RESERVE = 8 * 1024 * 1024;

const AGAIN_MS = 500;

/** Bytes free on the disk of a directory; no end of them where this Node.js can't tell. */
export function freeOn(directory) {
  return () => {
    if (!fs.statfsSync) {
      return Infinity;
    }
    const disk = fs.statfsSync(directory);
    return disk.bavail * disk.bsize;
  };
}

/** Bytes to leave free in the directory of a database. */
export function reserveOf(directory) {
  return () => {
    let bytes = RESERVE;
    for (const name of ["__azurite_db_blob__.json", "__azurite_db_blob_extent__.json"]) {
      bytes += fs.statSync(path.join(directory, name), { throwIfNoEntry: false })?.size ?? 0;
    }
    return bytes;
  };
}

/**
 * Has an HTTP server refuse, with 507 DiskFull, bodies that there is no room for; and read to its
 * end what it has answered already.
 */
export function refuseWhatFindsNoRoom(httpServer, free, reserve) {
  const handlers = httpServer.listeners("request");
  httpServer.removeAllListeners("request");
  let arriving = 0;
  httpServer.on("request", (request, response) => {
    const length = Number(request.headers["content-length"] ?? 0);
    if (request.method === "PUT" && length > 0 && free() - arriving < length + reserve()) {
      refuse(response);
      request.resume();
      return;
    }
    arriving += length;
    response.on("close", () => {
      arriving -= length;
    });
    response.on("finish", () => {
      if (!request.complete) {
        request.removeAllListeners("data");
        request.resume();
      }
    });
    handlers.forEach((handler) => handler.call(httpServer, request, response));
  });
}

function refuse(response) {
  const body =
    '<?xml version="1.0" encoding="utf-8"?><Error><Code>DiskFull</Code>' +
    "<Message>The disk of this Storage is full.</Message></Error>";
  response.writeHead(507, {
    "content-type": "application/xml",
    "content-length": Buffer.byteLength(body),
    "x-ms-error-code": "DiskFull",
  });
  response.end(body);
}

/**
 * Has a database that can't be saved for want of room try again until it can.
 *
 * @return waits until all is saved
 */
export function saveWhenThereIsRoom(database, free, reserve) {
  const adapter = database.persistenceAdapter;
  const save = adapter.saveDatabase;
  let pending = Promise.resolve();
  adapter.saveDatabase = (name, text, callback) => {
    const saved = new Promise((resolve) => {
      const attempt = () =>
        save.call(adapter, name, text, (error) => {
          if (error && free() < reserve()) {
            setTimeout(attempt, AGAIN_MS);
          } else {
            resolve();
            callback(error);
          }
        });
      attempt();
    });
    pending = Promise.all([pending, saved]);
  };
  return () => pending;
}
