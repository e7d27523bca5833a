package io.patchbay.engine;

import io.patchbay.engine.hash.StateHash;
import io.patchbay.engine.slot.Gateways;
import io.patchbay.engine.state.EndedPages;
import io.patchbay.engine.state.LogPosition;
import io.patchbay.protocol.Choose;
import io.patchbay.protocol.DisconnectReason;

/** Creates engines with one deliberate mistake each, which a simulation must find. */
public final class FaultyEngines {
    private FaultyEngines() {
    }

    /**
     * Returns an engine that loses a distant timer when the timer moves to a lower level of the wheel.
     *
     * @param outputs of the engine.
     * @return a new engine.
     */
    public static Engine losesTimers(final Outputs outputs) {
        return new Engine(outputs, new EngineParts() {
            @Override
            TimerWheel newTimers() {
                return new TimerWheel() {
                    @Override
                    void lower(final Timer timer) {
                        // the mistake
                    }
                };
            }
        });
    }

    /**
     * Returns an engine that still chooses instances that drain.
     *
     * @param outputs of the engine.
     * @return a new engine.
     */
    public static Engine choosesDraining(final Outputs outputs) {
        return new Engine(outputs, new EngineParts() {
            @Override
            Registry newRegistry(final StateHash hash) {
                return new Registry(hash) {
                    @Override
                    ServiceState newService(final String name, final Choose choose, final RouteTable routes) {
                        return new ServiceState(name, choose, routes) {
                            @Override
                            void retire(final Instance instance, final StateHash stateHash) {
                                if (instance.gone) {
                                    super.retire(instance, stateHash);
                                }
                            }
                        };
                    }
                };
            }
        });
    }

    /**
     * Returns an engine whose round robin depends on addresses in memory.
     *
     * @param outputs of the engine.
     * @return a new engine.
     */
    public static Engine choosesByAddress(final Outputs outputs) {
        return new Engine(outputs, new EngineParts() {
            @Override
            Registry newRegistry(final StateHash hash) {
                return new Registry(hash) {
                    @Override
                    ServiceState newService(final String name, final Choose choose, final RouteTable routes) {
                        return new ServiceState(name, choose, routes) {
                            @Override
                            Route newRoute(final String method) {
                                return new Route(this, method) {
                                    @Override
                                    int turn() {
                                        return super.turn() & ~(System.identityHashCode(this) & 1);
                                    }
                                };
                            }
                        };
                    }
                };
            }
        });
    }

    /**
     * Returns an engine in which a draining instance stays registered after its gateway is lost.
     *
     * @param outputs of the engine.
     * @return a new engine.
     */
    public static Engine keepsDraining(final Outputs outputs) {
        return new Engine(outputs, new EngineParts() {
            @Override
            Endings newEndings(final Outputs to, final LogPosition position, final Registry registry, final Requests requests,
                final EndedIds endedIds, final ExpectedServices expected, final Router router, final TimerWheel timers,
                final StateHash hash) {
                return new Endings(to, position, registry, requests, endedIds, expected, router, timers, hash) {
                    @Override
                    void leave(final Instance instance, final DisconnectReason reason) {
                        if (!instance.draining || reason != DisconnectReason.GATEWAY_LOST) {
                            super.leave(instance, reason);
                        }
                    }
                };
            }
        });
    }

    /**
     * Returns an engine that routes messages which waited for a service in reverse order.
     *
     * @param outputs of the engine.
     * @return a new engine.
     */
    public static Engine routesFromTheEnd(final Outputs outputs) {
        return new Engine(outputs, new EngineParts() {
            @Override
            Endings newEndings(final Outputs to, final LogPosition position, final Registry registry, final Requests requests,
                final EndedIds endedIds, final ExpectedServices expected, final Router router, final TimerWheel timers,
                final StateHash hash) {
                return new Endings(to, position, registry, requests, endedIds, expected, router, timers, hash) {
                    @Override
                    void rejoined(final Instance instance) {
                        final ExpectedService service = expected.get(instance.name);
                        OpenRequest request = service == null ? null : service.lobby.lastPending;
                        while (request != null) {
                            final OpenRequest before = request.previousPending;
                            routeWaiting(request);
                            request = before;
                        }
                    }
                };
            }
        });
    }

    /**
     * Returns an engine that remembers one ended id less than it should.
     *
     * @param outputs of the engine.
     * @return a new engine.
     */
    public static Engine forgetsOneMore(final Outputs outputs) {
        return new Engine(outputs, new EngineParts() {
            @Override
            EndedIds newEndedIds(final StateHash hash, final IdTable ids, final EndedPages pages) {
                return new EndedIds(hash, ids, pages) {
                    @Override
                    void limits(final long newWindowNs, final int newLimit) {
                        super.limits(newWindowNs, newLimit - 1);
                    }
                };
            }
        });
    }

    /**
     * Returns an engine that does not restore the limits of remembered ids from a snapshot.
     *
     * @param outputs of the engine.
     * @return a new engine.
     */
    public static Engine restoresNoLimits(final Outputs outputs) {
        return new Engine(outputs, new EngineParts() {
            @Override
            StateCopy newCopy(final EngineSettings settings, final Gateways gateways, final Registry registry,
                final Requests requests, final EndedIds endedIds, final ExpectedServices expected, final IdTable ids,
                final TimerWheel timers, final StateHash hash) {
                return new StateCopy(settings, gateways, registry, requests, endedIds, expected, ids, timers, hash) {
                    @Override
                    void restoreLimits() {
                        // the mistake
                    }
                };
            }
        });
    }

    /**
     * Returns an engine in which no start of a gateway begins a grace anew that has begun.
     *
     * @param outputs of the engine.
     * @return a new engine.
     */
    public static Engine neverRenewsGrace(final Outputs outputs) {
        return new Engine(outputs, new EngineParts() {
            @Override
            ExpectedServices newExpected(final EngineSettings settings, final Gateways gateways, final TimerWheel timers,
                final StateHash hash) {
                return new ExpectedServices(settings, gateways, timers, hash) {
                    @Override
                    boolean isBegunByGateway(final ExpectedService service) {
                        return !service.hasBegun();
                    }
                };
            }
        });
    }
}
