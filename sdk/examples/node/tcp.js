'use strict';
// Frames over TCP: one JSON object per line. Plain Node.js, no packages.
const net = require('net');

/**
 * Connects to a server and passes each received frame to a callback, as text.
 *
 * @param {{host: string, port: number}} server the server's address
 * @param {{open: function(), frame: function(string), close: function(string)}} on callbacks; close is called once
 * @returns {{send: function(string), end: function()}} the connection
 */
function connect(server, on) {
  const socket = net.connect(server);
  let waiting = []; // parts of a line whose end has not been received yet
  let problem = 'closed';
  socket.setNoDelay(true);
  socket.on('connect', () => on.open());
  socket.on('data', (chunk) => {
    let from = 0;
    for (let to = chunk.indexOf(10); to >= 0; to = chunk.indexOf(10, from)) {
      waiting.push(chunk.subarray(from, to));
      const line = Buffer.concat(waiting).toString('utf8').trim(); // joined as bytes: a character may be split between two chunks
      waiting = [];
      from = to + 1;
      if (line.length > 0) {
        on.frame(line);
      }
    }
    if (from < chunk.length) {
      waiting.push(chunk.subarray(from));
    }
  });
  socket.on('error', (e) => { problem = e.message; });
  socket.on('close', () => on.close(problem));
  return {
    send: (text) => socket.write(text + '\n'),
    end: () => socket.destroy(),
  };
}

module.exports = { connect };
