'use strict';
// A consumer in plain Node.js over TCP: node consumer.js [HOST:PORT] [COUNT]
const { ask } = require('./asking');
const { connect } = require('./tcp');

ask(connect, '127.0.0.1:7400');
