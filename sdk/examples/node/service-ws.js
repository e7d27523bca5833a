'use strict';
// The same service over WebSocket: node service-ws.js [HOST:PORT]
const { serve } = require('./pricing');
const { connect } = require('./websocket');

serve(connect, '127.0.0.1:7480');
