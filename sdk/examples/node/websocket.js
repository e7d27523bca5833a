'use strict';
// Frames over WebSocket: one JSON object per text message. A minimal RFC 6455 client over node:http, no packages.
const crypto = require('crypto');
const http = require('http');

const ACCEPT = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'; // RFC 6455, section 1.3
const TEXT = 1;
const CONTINUATION = 0;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

/**
 * Connects to a server and passes each received frame to a callback, as text.
 *
 * @param {{host: string, port: number}} server the server's address
 * @param {{open: function(), frame: function(string), close: function(string)}} on callbacks; close is called once
 * @returns {{send: function(string), end: function()}} the connection
 */
function connect(server, on) {
  const key = crypto.randomBytes(16).toString('base64');
  let socket = null;
  let closed = false;

  const close = (problem) => {
    if (!closed) {
      closed = true;
      if (socket !== null) {
        socket.destroy();
      }
      on.close(problem);
    }
  };

  const request = http.request({
    host: server.host,
    port: server.port,
    path: '/ws',
    headers: {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': key,
      'Sec-WebSocket-Protocol': 'patchbay.v1.json',
    },
  });
  request.on('error', (e) => close(e.message));
  request.on('response', (response) => {
    response.resume();
    close('the server answered ' + response.statusCode + ' instead of switching to WebSocket');
  });
  request.on('upgrade', (response, upgraded, head) => {
    const expected = crypto.createHash('sha1').update(key + ACCEPT).digest('base64');
    socket = upgraded;
    socket.setNoDelay(true);
    if (response.headers['sec-websocket-accept'] !== expected) {
      close('the server sent a wrong Sec-WebSocket-Accept header');
      return;
    }
    const read = reader({
      text: (text) => on.frame(text),
      ping: (data) => socket.write(encode(PONG, data)),
      close: (data) => {
        socket.write(encode(CLOSE, data.subarray(0, 2)));
        close('closed');
      },
      wrong: (problem) => close(problem),
    });
    socket.on('data', read);
    socket.on('error', (e) => close(e.message));
    socket.on('close', () => close('closed'));
    on.open();
    if (head.length > 0) {
      read(head);
    }
  });
  request.end();

  return {
    send: (text) => socket.write(encode(TEXT, Buffer.from(text, 'utf8'))),
    end: () => {
      if (socket === null) {
        request.destroy();
      } else {
        socket.end(encode(CLOSE, Buffer.from([3, 232]))); // 1000: normal
        setTimeout(() => socket.destroy(), 1000).unref();
      }
    },
  };
}

/** Returns a whole message as one WebSocket frame. Frames of a client are masked. */
function encode(opcode, data) {
  const extra = data.length < 126 ? 0 : data.length < 65536 ? 2 : 8;
  const frame = Buffer.alloc(2 + extra + 4 + data.length);
  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | (extra === 0 ? data.length : extra === 2 ? 126 : 127);
  if (extra === 2) {
    frame.writeUInt16BE(data.length, 2);
  } else if (extra === 8) {
    frame.writeBigUInt64BE(BigInt(data.length), 2);
  }
  const mask = crypto.randomBytes(4);
  mask.copy(frame, 2 + extra);
  for (let i = 0; i < data.length; i++) {
    frame[2 + extra + 4 + i] = data[i] ^ mask[i & 3];
  }
  return frame;
}

/** Returns a function that takes received bytes and calls on.text, on.ping, on.close or on.wrong for each whole message. */
function reader(on) {
  let buffer = Buffer.alloc(0);
  let fragments = [];
  return (chunk) => {
    buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk]);
    for (;;) {
      if (buffer.length < 2) {
        return;
      }
      const size = buffer[1] & 0x7f;
      const extra = size === 126 ? 2 : size === 127 ? 8 : 0;
      if (buffer.length < 2 + extra) {
        return;
      }
      const length = extra === 0 ? size : extra === 2 ? buffer.readUInt16BE(2) : Number(buffer.readBigUInt64BE(2));
      if (buffer.length < 2 + extra + length) {
        return;
      }
      const opcode = buffer[0] & 0x0f;
      const isLast = (buffer[0] & 0x80) !== 0;
      const data = buffer.subarray(2 + extra, 2 + extra + length);
      buffer = buffer.subarray(2 + extra + length);
      if (opcode === TEXT || opcode === CONTINUATION) {
        fragments.push(data);
        if (isLast) {
          const text = Buffer.concat(fragments).toString('utf8');
          fragments = [];
          on.text(text);
        }
      } else if (opcode === PING) {
        on.ping(data);
      } else if (opcode === CLOSE) {
        on.close(data);
        return;
      } else if (opcode !== PONG) {
        on.wrong('the server sent a WebSocket frame with opcode ' + opcode + ', which this client does not support');
        return;
      }
    }
  };
}

module.exports = { connect };
