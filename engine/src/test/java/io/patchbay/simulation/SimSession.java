package io.patchbay.simulation;

/** The gateway's side of a connection. */
final class SimSession {
    SimSocket socket;
    long index;
    long instance;
    int listen;
    int custom;
    boolean isService;
    boolean isAeron;
    boolean isHearing;
    boolean isLeaving;
    int streamId;
    /** Id of the ingress stream that has proven to be its own; 0 = none. */
    long ingress;

    SimSession reset(final SimSocket newSocket) {
        socket = newSocket;
        index = 0;
        instance = 0;
        listen = 0;
        custom = 0;
        isService = false;
        isAeron = false;
        isHearing = false;
        isLeaving = false;
        streamId = 0;
        ingress = 0;
        return this;
    }
}
