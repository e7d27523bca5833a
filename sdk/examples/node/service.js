'use strict';
// A service in plain Node.js over TCP: node service.js [HOST:PORT]
const { serve } = require('./pricing');
const { connect } = require('./tcp');

serve(connect, '127.0.0.1:7400');
