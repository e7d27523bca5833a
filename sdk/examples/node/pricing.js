'use strict';
// The service "pricing" with one method, quote. Request and reply, for example:
// {"pair":"EURUSD","n":7} -> {"pair":"EURUSD","price":1.2345,"n":7}
const { options, open } = require('./session');

/** Returns a price that depends on the pair alone, so that a consumer can check it. */
function price(pair) {
  let sum = 0;
  for (const character of pair) {
    sum = (sum * 31 + character.codePointAt(0)) % 10000;
  }
  return (10000 + sum) / 10000;
}

/** Returns the reply frame to a request. */
function answer(request) {
  const asked = request.payload;
  if (asked === null || typeof asked !== 'object' || typeof asked.pair !== 'string') {
    const error = { code: 'bad-request', message: 'the payload must be an object with a pair, like {"pair":"EURUSD"}' };
    return { type: 'reply', id: request.id, error };
  }
  const payload = { pair: asked.pair, price: price(asked.pair) };
  if (asked.n !== undefined) {
    payload.n = asked.n;
  }
  return { type: 'reply', id: request.id, payload };
}

function serve(connect, defaultServer) {
  const settings = options(defaultServer);
  let answered = 0;
  const session = open(connect, settings, { name: 'pricing', version: '1.0.0', methods: ['quote'] }, {
    registered: (event) => console.log('registered pricing as ' + event.instance + '; Ctrl-C ends it'),
    message: (request) => {
      if (request.responder !== undefined) { // a message without a responder is one-way
        session.send(answer(request));
        answered++;
      }
    },
    reply: () => {},
    event: (event) => {
      if (event.event === 'broadcast-message') {
        console.log('broadcast from ' + event.from + ': ' + JSON.stringify(event.payload));
      }
    },
    error: (error) => console.error('error ' + error.code + ': ' + error.message),
    lost: (reason) => console.error('connection lost (' + reason + '), connecting again'),
    refused: (reason) => {
      console.error('refused: ' + reason);
      process.exit(1);
    },
  });
  const leave = () => session.stop(() => {
    console.log('answered ' + answered + ' requests');
    process.exit(0);
  });
  process.on('SIGINT', leave);
  process.on('SIGTERM', leave);
}

module.exports = { serve, price };
