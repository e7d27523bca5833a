'use strict';
// A consumer that calls pricing:quote COUNT times, up to 64 at once. It checks every answer and exits with 0 if all were right.
const crypto = require('crypto');
const { options, open } = require('./session');
const { price } = require('./pricing');

const PAIRS = ['EURUSD', 'GBPUSD', 'USDJPY', 'EURCHF', 'zł/€'];
const AT_ONCE = 64;
const RETRY_MS = 200;
const GIVE_UP_MS = 60000;

function ask(connect, defaultServer) {
  const settings = options(defaultServer);
  const underWay = new Map(); // id of each open request -> its n
  const startedAt = Date.now();
  let toAsk = Array.from({ length: settings.count }, (_, n) => n);
  let right = 0;
  let wrong = 0;
  let again = 0;

  function pump() {
    while (toAsk.length > 0 && underWay.size < AT_ONCE) {
      const n = toAsk[toAsk.length - 1];
      const id = crypto.randomUUID();
      const payload = { pair: PAIRS[n % PAIRS.length], n };
      if (!session.send({ type: 'message', id, destination: 'pricing:quote', responder: 'quotes', payload })) {
        return;
      }
      toAsk.pop();
      underWay.set(id, n);
    }
  }

  /** Repeats a request that got no answer, under a new id. Asking for a price twice does no harm. */
  function askAgain(id, reason) {
    if (underWay.has(id)) {
      toAsk.push(underWay.get(id));
      underWay.delete(id);
      again++;
      if (again <= 3) {
        console.error('asking again: ' + reason);
      }
      setTimeout(pump, RETRY_MS);
    }
  }

  function onReply(reply) {
    const n = underWay.get(reply.id);
    if (n === undefined) {
      return;
    }
    underWay.delete(reply.id);
    const pair = PAIRS[n % PAIRS.length];
    const got = reply.payload;
    if (reply.error === undefined && got.pair === pair && got.price === price(pair) && got.n === n) {
      right++;
    } else {
      wrong++;
      console.error('wrong answer to ' + pair + ': ' + JSON.stringify(reply.error || got));
    }
    if (right + wrong === settings.count) {
      finish('');
    } else {
      pump();
    }
  }

  function finish(problem) {
    console.log('consumer: ' + right + ' of ' + settings.count + ' answers right, ' + wrong + ' wrong, ' + again
      + ' asked again, in ' + (Date.now() - startedAt) + ' ms' + problem);
    const code = right === settings.count ? 0 : 1;
    session.stop(() => process.exit(code));
    setTimeout(() => process.exit(code), 2000).unref();
  }

  const session = open(connect, settings, { name: 'desk', version: '1.0.0', listen: ['service-online'] }, {
    registered: () => pump(),
    message: () => {},
    reply: onReply,
    event: (event) => {
      if (event.event === 'unhandled-message') {
        askAgain(event.id, event.reason);
      }
    },
    error: (error) => {
      if (error.code === 'overloaded' || error.code === 'shutting-down') {
        askAgain(error.id, error.code);
      } else {
        finish('; error ' + error.code + ': ' + error.message);
      }
    },
    lost: (reason) => {
      console.error('connection lost (' + reason + '), connecting again');
      for (const id of [...underWay.keys()]) {
        askAgain(id, reason);
      }
    },
    refused: (reason) => {
      console.error('refused: ' + reason);
      process.exit(1);
    },
  });
  setTimeout(() => finish('; gave up after ' + GIVE_UP_MS + ' ms'), GIVE_UP_MS).unref();
}

module.exports = { ask };
