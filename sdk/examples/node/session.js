'use strict';
// A session with Patchbay: authorizes, registers, answers pings, detects a dead server, connects again.
// It works over tcp.js and websocket.js.

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
const PERIODS_MISSED = 3;

/**
 * Returns the options of the command line, [HOST:PORT] [COUNT], or of the environment, PATCHBAY_SERVER and PATCHBAY_COUNT;
 * the token is always PATCHBAY_TOKEN. Exits with a usage line if one of them is malformed.
 */
function options(defaultServer) {
  const server = process.argv[2] || process.env.PATCHBAY_SERVER || defaultServer;
  const count = Number(process.argv[3] || process.env.PATCHBAY_COUNT || 1000);
  const colon = server.lastIndexOf(':');
  const port = Number(server.slice(colon + 1));
  if (colon < 1 || !Number.isInteger(port) || port < 1 || port > 65535 || !Number.isInteger(count) || count < 1) {
    console.error('usage: node ' + process.argv[1] + ' [HOST:PORT] [COUNT]    (and PATCHBAY_TOKEN in the environment)');
    process.exit(2);
  }
  return { server: { host: server.slice(0, colon), port }, count, token: process.env.PATCHBAY_TOKEN };
}

/**
 * Keeps a session open until stop() is called or the server refuses it.
 *
 * @param {function} connect the connect function of tcp.js or websocket.js
 * @param {{server: object, token: string}} settings the result of options()
 * @param {object} registration fields of the register frame: name, version, methods, listen
 * @param {object} on callbacks: registered(event), message(frame), reply(frame), event(frame), error(frame), lost(reason),
 *     refused(reason)
 * @returns {{send: function(object), stop: function(function())}} the session
 */
function open(connect, settings, registration, on) {
  let connection = null;
  let registered = false;
  let stopped = null; // set by stop(): called once the session is over
  let serverReason = null; // why the server closes the connection, or 'timeout' if it was silent
  let refusal = null;
  let pauseMs = FIRST_PAUSE_MS;
  let heartbeat = null;
  let heardAt = 0;

  function send(frame) {
    connection.send(JSON.stringify(frame));
  }

  function register() {
    send({ type: 'register', ...registration });
  }

  function watch(heartbeatMs) {
    clearInterval(heartbeat);
    heartbeat = setInterval(() => {
      const silentMs = Date.now() - heardAt;
      if (silentMs > PERIODS_MISSED * heartbeatMs) {
        serverReason = 'timeout';
        connection.end();
      } else if (silentMs > heartbeatMs) {
        send({ type: 'ping' });
      }
    }, heartbeatMs);
    heartbeat.unref();
  }

  function onEvent(frame) {
    switch (frame.event) {
      case 'connect':
        watch(frame.heartbeatMs);
        if (settings.token) {
          send({ type: 'authorize', token: settings.token });
        } else {
          register();
        }
        break;
      case 'authorized':
        register();
        break;
      case 'registered':
        if (!frame.more) {
          registered = true;
          pauseMs = FIRST_PAUSE_MS;
          on.registered(frame);
        }
        break;
      case 'disconnect':
        serverReason = frame.reason;
        break;
      default:
        on.event(frame);
    }
  }

  function onFrame(text) {
    heardAt = Date.now();
    const frame = JSON.parse(text);
    switch (frame.type) {
      case 'event':
        onEvent(frame);
        break;
      case 'message':
        on.message(frame);
        break;
      case 'reply':
        on.reply(frame);
        break;
      case 'ping':
        send({ type: 'pong' });
        break;
      case 'error':
        if (registered) {
          on.error(frame);
        } else if (frame.code !== 'shutting-down' && frame.code !== 'handshake-timeout') {
          refusal = frame.code + ': ' + frame.message;
          connection.end();
        }
        break;
      default: // pong needs no action; accepted, services and status are not asked for here
    }
  }

  function onClose(problem) {
    clearInterval(heartbeat);
    const reason = serverReason || problem;
    connection = null;
    registered = false;
    serverReason = null;
    if (stopped) {
      stopped();
    } else if (refusal !== null) {
      on.refused(refusal);
    } else {
      on.lost(reason);
      // Half of the pause is random, so that many clients do not connect again at the same moment.
      setTimeout(start, pauseMs / 2 + Math.random() * pauseMs / 2);
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
    }
  }

  function start() {
    if (stopped) {
      stopped();
      return;
    }
    heardAt = Date.now();
    connection = connect(settings.server, { open: () => {}, frame: onFrame, close: onClose });
  }

  start();
  return {
    /** Sends a frame; returns false if there is no registered connection. */
    send: (frame) => {
      if (registered) {
        send(frame);
      }
      return registered;
    },
    /** Leaves in an orderly way: the server waits for the answers to open requests, sends disconnect and closes. */
    stop: (whenOver) => {
      stopped = whenOver;
      if (registered) {
        send({ type: 'unregister' });
      } else if (connection !== null) {
        connection.end();
      }
    },
  };
}

module.exports = { options, open };
