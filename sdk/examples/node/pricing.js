'use strict';
// The service "pricing" with one method, quote: {"pair":"EURUSD","n":7} -> {"pair":"EURUSD","price":1.2345,"n":7}.
const { options, open } = require('./session');

/** A price that depends on the pair alone, so that whoever asks can check it. */
function price(pair) {
  let sum = 0;
  for (const character of pair) {
    sum = (sum * 31 + character.codePointAt(0)) % 10000;
  }
  return (10000 + sum) / 10000;
}

function answer(request) {
  const asked = request.payload;
  if (asked === null || typeof asked !== 'object' || typeof asked.pair !== 'string') {
    return { type: 'reply', id: request.id, error: { code: 'bad-request', message: 'give {"pair":"EURUSD"}' } };
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
      if (request.responder !== undefined) { // otherwise nobody waits for an answer
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
    refused: (why) => {
      console.error('refused: ' + why);
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
