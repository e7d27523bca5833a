'use strict';
// The same consumer over WebSocket: node consumer-ws.js [HOST:PORT] [COUNT]
const { ask } = require('./asking');
const { connect } = require('./websocket');

ask(connect, '127.0.0.1:7480');
