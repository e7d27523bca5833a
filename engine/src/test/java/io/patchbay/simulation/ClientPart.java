package io.patchbay.simulation;

import io.patchbay.aeron.FrameHeader;
import io.patchbay.aeron.InStream;
import io.patchbay.aeron.OutStream;
import io.patchbay.aeron.StreamClient;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.protocol.Choose;
import io.patchbay.protocol.EventName;
import io.patchbay.protocol.sbe.EngineHelloDecoder;
import io.patchbay.protocol.sbe.MessageHeaderDecoder;

import io.aeron.exceptions.RegistrationException;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A client, service or consumer, which sends requests and replies, repeats messages, leaves, dies and comes back. It compares
 * each frame that it receives with the model.
 */
final class ClientPart implements FragmentHandler {
    private static final int MEMORY = 32;
    private static final int PENDING = 128;
    private static final int FRAME_BYTES = 512;

    final int number;
    final RegistrationInput registration = new RegistrationInput();
    int listen;
    int custom;
    boolean wantsAeron;
    SimProcess process;
    SimSocket socket;
    long instance;
    long stalledUntilNs;
    /** It has stopped reading for a while since it registered, so it may be given up. */
    boolean wasStalled;
    private final World world;
    private final Up up = new Up();
    private final Down down = new Down();
    private final DownDecoder decoder = new DownDecoder();
    private final Fifo<Up> outbox = new Fifo<>(Up::new);
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[FRAME_BYTES]);
    private final EngineHelloDecoder hello = new EngineHelloDecoder();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final FragmentHandler streamHandler = this;
    /** Messages that it has sent lately and may repeat; they survive its own death. */
    private final Up[] asked = new Up[MEMORY];
    private final boolean[] isAccepted = new boolean[MEMORY];
    private int askedCount;
    private long nextId;
    private final long[] pending = new long[PENDING];
    private int pendingCount;
    private ModelInstance model;
    private SimLink link;
    private long publicationId;
    private long subscriptionId;
    private int streamId;
    private long secretHi;
    private long secretLo;
    private boolean isProven;
    private boolean isLeaving;
    private long linkGeneration;
    private long lastIndex;
    private int lastN;
    private long lastAck;

    ClientPart(final World world, final int number) {
        this.world = world;
        this.number = number;
        for (int i = 0; i < MEMORY; i++) {
            asked[i] = new Up();
        }
    }

    void reset(final SimProcess newProcess) {
        process = newProcess;
        socket = null;
        link = null;
        instance = 0;
        stalledUntilNs = 0;
        askedCount = 0;
        nextId = (long)(number + 1) << 32;
        draw();
    }

    /** Draws its name, version, methods and options at random. */
    private void draw() {
        final SimRandom random = world.random;
        registration.principal = "anonymous";
        registration.name = FrameTexts.NAMES[random.below(3)];
        registration.version = FrameTexts.VERSIONS[random.below(FrameTexts.VERSIONS.length)];
        registration.methods.clear();
        if (!random.oneIn(3)) {
            for (int i = 0; i < FrameTexts.METHODS.length; i++) {
                if (!random.oneIn(3)) {
                    registration.methods.add(FrameTexts.METHODS[i]);
                }
            }
        }
        listen = random.below(64);
        custom = random.oneIn(3) ? random.below(8) : 0;
        registration.listen.clear();
        for (int i = 0; i < 6; i++) {
            if ((listen & 1 << i) != 0) {
                registration.listen.add(EventName.values()[i].wireName());
            }
        }
        for (int i = 0; i < 3; i++) {
            if ((custom & 1 << i) != 0) {
                registration.listen.add(FrameTexts.NAMES[i] + ":*");
            }
        }
        registration.choose = random.oneIn(3) ? Choose.LEAST_PENDING : Choose.ROUND_ROBIN;
        registration.acks = random.oneIn(4);
        wantsAeron = random.oneIn(3);
    }

    boolean isRegistered() {
        return socket != null && instance != 0;
    }

    boolean isStalled() {
        return world.clock.nowNs < stalledUntilNs;
    }

    /** Stops reading for a while. */
    void stall(final long ns) {
        stalledUntilNs = world.clock.nowNs + ns;
        wasStalled = true;
    }

    int doWork() {
        if (socket == null) {
            return world.isEnding && !world.random.oneIn(3) ? 0 : connect();
        }
        int work = 0;
        for (Down next = socket.nextDown(); next != null; next = socket.nextDown()) {
            down.set(next);
            socket.down.removeFirst();
            onSocket(down);
            work++;
            if (socket == null) {
                return work;
            }
        }
        if (socket.isServerGone && socket.down.isEmpty()) {
            disconnect();
            return work + 1;
        }
        if (streamId != 0) {
            work += pollStream();
        }
        return socket == null ? work : work + act();
    }

    private int connect() {
        final GatewayPart gateway = world.anyGateway();
        if (gateway == null || gateway.id == 0) {
            return 0;
        }
        if (world.random.oneIn(4)) {
            draw();
        }
        socket = world.takeSocket(this);
        instance = 0;
        model = null;
        streamId = 0;
        isProven = false;
        isLeaving = false;
        pendingCount = 0;
        wasStalled = false;
        outbox.clear();
        gateway.accept(socket);
        up.kind = Up.REGISTER;
        socket.sendUp(up);
        return 1;
    }

    /** Ends its connection, for whatever reason. */
    void disconnect() {
        if (socket != null) {
            socket.isClientGone = true;
            socket = null;
            instance = 0;
            if (link != null) {
                if (process.isAlive) {
                    link.close();
                } else {
                    link.die();
                }
                link = null;
            }
        }
    }

    // ---- what it receives -------------------------------------------------------------------------------------------------

    private void onSocket(final Down in) {
        if (in.kind > Keys.DISCONNECT) {
            onGatewaysOwn(in.kind);
            return;
        }
        if (instance == 0) {
            if (in.kind != Keys.REGISTERED) {
                throw new Violation("received before registered: " + in);
            }
            instance = in.target;
            model = world.model.everyInstance.get(instance);
            if (model == null) {
                throw new Violation("registered without a record: " + in);
            }
            if (in.streamId != 0) {
                streamId = in.streamId;
                secretHi = in.secretHi;
                secretLo = in.secretLo;
                link = new SimLink(world.streams, process);
                linkGeneration = 0;
                lastIndex = 0;
                lastN = 0;
                lastAck = 0;
            }
        }
        check(in, in.kind == Keys.ACCEPTED ? model.acked : model.socket);
        if (in.kind == Keys.DISCONNECT) {
            disconnect();
        } else {
            handle(in);
        }
    }

    private void onGatewaysOwn(final int kind) {
        if (kind == Keys.PING) {
            up.kind = Up.PONG;
            socket.sendUp(up);
        } else if (kind == Keys.GOODBYE || instance == 0) {
            disconnect();
        }
    }

    @Override
    public void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header position) {
        final int templateId = FrameHeader.templateId(buffer, offset);
        if (templateId == EngineHelloDecoder.TEMPLATE_ID) {
            up.kind = Up.RESUME;
            up.id = hello.wrapAndApplyHeader(buffer, offset, header).epoch();
            up.payload = lastIndex;
            up.word = lastN;
            up.more = lastAck;
            send(up);
            return;
        }
        final long index = FrameHeader.index(buffer, offset);
        final int n = FrameHeader.n(buffer, offset);
        if (templateId == Keys.ACCEPTED) {
            if (index <= lastAck) {
                return;
            }
            lastAck = index;
        } else {
            if (index < lastIndex || index == lastIndex && n <= lastN) {
                return;
            }
            lastIndex = index;
            lastN = n;
        }
        decoder.decode(templateId, buffer, offset, down);
        if (down.target != 0 && down.target != instance) {
            throw new Violation(Long.toHexString(instance) + " received a frame for another instance: " + down);
        }
        check(down, templateId == Keys.ACCEPTED ? model.acked : model.stream);
        handle(down);
    }

    /** Checks that a frame is the next that it must receive. Frames that are left out must have been withheld. */
    private void check(final Down in, final Expected expected) {
        world.told(this, in);
        if (world.isBatch() && !world.isSynced(in.index)) {
            throw new Violation("received before its record is on the disk: " + in);
        }
        if (in.kind == Keys.ACCEPTED) {
            checkAck(in, expected);
            return;
        }
        while (!expected.isDone()) {
            if (expected.nextIndex() == in.index && expected.nextKey() == in.key) {
                expected.take();
                return;
            }
            if (expected.nextMore() == 0 || !world.mayBeWithheld(expected.nextMore())) {
                throw new Violation(Long.toHexString(instance) + " must receive a frame of record "
                    + Long.toHexString(expected.nextIndex()) + (expected.nextIndex() == in.index ? " with other contents" : "")
                    + ", and received " + in);
            }
            world.skipped(expected.nextMore());
            expected.take();
        }
        throw new Violation(Long.toHexString(instance) + " received a frame that it must not: " + in);
    }

    private void checkAck(final Down in, final Expected expected) {
        if (!world.isNoSync() && !world.isSynced(in.index)) {
            throw new Violation("accepted before its record is on the disk: " + in);
        }
        if (expected.isDone() || expected.nextIndex() != in.index || expected.nextKey() != in.key) {
            throw new Violation(Long.toHexString(instance) + " received an ack out of order: " + in);
        }
        if (!world.isInterval() && model.frames().taken() > expected.nextMore()) {
            throw new Violation("accepted after its effect: " + in);
        }
        expected.take();
    }

    private void handle(final Down in) {
        switch (in.kind) {
            case Keys.REQUEST -> {
                if (in.isRequest && pendingCount < PENDING) {
                    pending[pendingCount++] = in.id;
                }
            }
            case Keys.ACCEPTED -> {
                world.accepted(in.index, in.id);
                accepted(in.id);
            }
            case Keys.FAILURE -> accepted(in.id);
            default -> {
                // checked by the model only
            }
        }
    }

    private void accepted(final long id) {
        for (int i = 0; i < Math.min(askedCount, MEMORY); i++) {
            if (asked[i].id == id) {
                isAccepted[i] = true;
            }
        }
    }

    // ---- what it sends ----------------------------------------------------------------------------------------------------

    private int act() {
        if (instance == 0 || streamId != 0 && !isProven) {
            return 0;
        }
        final SimRandom random = world.random;
        int work = 0;
        final int bursts = random.oneIn(8) ? 6 : 2;
        for (int i = 0; i < bursts && socket != null; i++) {
            final int dice = random.below(100);
            if (dice < 42) {
                work += answer();
            } else if (!world.isEnding && !isLeaving) {
                work += ask(dice);
            }
        }
        return work;
    }

    private int answer() {
        if (pendingCount == 0 || world.random.oneIn(12)) {
            return 0;
        }
        final int at = world.random.below(pendingCount);
        up.kind = Up.REPLY;
        up.id = pending[at];
        up.payload = world.nextPayload();
        final boolean isMore = world.random.oneIn(6);
        up.flags = (isMore ? Up.MORE : 0) | (world.random.oneIn(8) ? Up.ERROR : 0) | (world.random.oneIn(8) ? Up.ACK : 0);
        if (!isMore && !world.random.oneIn(30)) {
            pending[at] = pending[--pendingCount];
        }
        send(up);
        return 1;
    }

    private int ask(final int dice) {
        final SimRandom random = world.random;
        up.flags = random.oneIn(4) ? Up.ACK : 0;
        up.payload = world.nextPayload();
        up.id = 0;
        if (dice < 82) {
            message();
        } else if (dice < 87) {
            if (askedCount == 0) {
                return 0;
            }
            repeat();
        } else if (dice < 89) {
            up.kind = Up.BROADCAST;
            up.id = random.oneIn(2) ? nextId() : 0;
            send(up);
        } else if (dice < 93) {
            up.kind = Up.EMIT;
            up.word = random.below(FrameTexts.EVENT_NAMES.length);
            send(up);
        } else if (dice < 95) {
            up.kind = Up.SERVICES;
            up.word = random.below(FrameTexts.NAME_TEXTS.length);
            send(up);
        } else if (dice < 99) {
            if (askedCount == 0) {
                return 0;
            }
            up.kind = Up.STATUS;
            up.id = asked[random.below(Math.min(askedCount, MEMORY))].id;
            send(up);
        } else if (random.oneIn(3)) {
            leave();
        }
        return 1;
    }

    private void leave() {
        if (world.random.oneIn(2)) {
            disconnect();
        } else {
            up.kind = Up.UNREGISTER;
            send(up);
            isLeaving = true;
        }
    }

    private long nextId() {
        return nextId++;
    }

    private void message() {
        final SimRandom random = world.random;
        up.kind = Up.MESSAGE;
        up.id = nextId();
        up.word = random.below(FrameTexts.DESTINATIONS.length);
        up.key = random.oneIn(5) ? random.below(FrameTexts.KEYS.length) : 0;
        up.timeoutMs = random.oneIn(3) ? 0 : 1 + random.below(random.oneIn(4) ? 2_000 : 100);
        up.flags |= random.oneIn(5) ? 0 : Up.HAS_RESPONDER;
        final int at = askedCount++ % MEMORY;
        asked[at].set(up);
        isAccepted[at] = false;
        send(up);
    }

    /** Repeats a message with the same id: preferably one for which it has no ack. */
    private void repeat() {
        final int count = Math.min(askedCount, MEMORY);
        int at = world.random.below(count);
        for (int i = 0; i < 3 && isAccepted[at]; i++) {
            at = world.random.below(count);
        }
        send(asked[at]);
    }

    private void send(final Up in) {
        if (streamId != 0) {
            outbox.add().set(in);
        } else {
            socket.sendUp(in);
        }
    }

    // ---- over Aeron -------------------------------------------------------------------------------------------------------

    private int pollStream() {
        link.doWork();
        if (linkGeneration != 0 && linkGeneration != link.generation()) {
            disconnect();
            return 1;
        }
        final StreamClient streams = link.streams();
        if (streams == null) {
            return 0;
        }
        if (linkGeneration == 0) {
            linkGeneration = link.generation();
            subscriptionId = streams.addSubscription("", streamId, null);
            publicationId = streams.addPublication("", world.ingressOf(model.gateway));
            up.kind = Up.PROVE;
            up.id = instance;
            up.payload = secretHi;
            up.more = secretLo;
            send(up);
        }
        int work = 0;
        final InStream subscription = streams.subscription(subscriptionId);
        if (subscription != null) {
            work += subscription.poll(streamHandler, 1 + world.random.below(32));
        }
        final OutStream publication;
        try {
            publication = streams.publication(publicationId);
        } catch (final RegistrationException e) {
            // Closes the session, as the SDK does.
            socket.cut();
            disconnect();
            return 1;
        }
        while (publication != null && publication.isConnected() && !outbox.isEmpty()) {
            socket.streamed.add().set(outbox.first());
            if (publication.offer(frame, 0, world.kind.write(outbox.first(), frame)) <= 0) {
                socket.streamed.removeLast();
                break;
            }
            outbox.removeFirst();
            isProven = true;
            work++;
        }
        return work;
    }

    @Override
    public String toString() {
        return (process.isAlive ? "lives" : "dead") + (isStalled() ? ", does not read" : "") + (socket == null ? ", no connection"
            : ", connected" + (socket.isServerGone ? ", server gone" : "") + ", " + socket.up.size() + " up, "
            + socket.down.size() + " down") + ", instance " + Long.toHexString(instance);
    }
}
