package io.patchbay.gateway.json;

import io.patchbay.protocol.EventName;

import java.util.Arrays;

/**
 * The constant pieces of server frames: field names with the punctuation around them. A frame's first piece opens its object.
 */
final class Words {
    static final Piece CONNECT = new Piece("{\"type\":\"event\",\"event\":\"connect\",\"protocol\":");
    static final Piece SESSION = new Piece(",\"session\":");
    static final Piece AUTHORIZED_FIELD = new Piece(",\"authorized\":");
    static final Piece HEARTBEAT_MS = new Piece(",\"heartbeatMs\":");
    static final Piece MAX_FRAME = new Piece(",\"maxFrame\":");
    static final Piece AUTHORIZED = new Piece("{\"type\":\"event\",\"event\":\"authorized\",\"principal\":");
    static final Piece REGISTERED = new Piece("{\"type\":\"event\",\"event\":\"registered\",\"name\":");
    static final Piece DISCONNECT = new Piece("{\"type\":\"event\",\"event\":\"disconnect\",\"reason\":");
    static final Piece EVENT = new Piece("{\"type\":\"event\",\"event\":");
    static final Piece PING = new Piece("{\"type\":\"ping\"");
    static final Piece PONG = new Piece("{\"type\":\"pong\"");
    static final Piece ERROR = new Piece("{\"type\":\"error\",\"code\":");
    static final Piece MESSAGE = new Piece("{\"type\":\"message\",\"id\":");
    static final Piece REPLY = new Piece("{\"type\":\"reply\",\"id\":");
    static final Piece ACCEPTED = new Piece("{\"type\":\"accepted\"");
    static final Piece SERVICES = new Piece("{\"type\":\"services\",\"index\":");
    static final Piece STATUS = new Piece("{\"type\":\"status\",\"id\":");
    static final Piece ID = new Piece(",\"id\":");
    static final Piece INDEX = new Piece(",\"index\":");
    static final Piece TIME = new Piece(",\"time\":");
    static final Piece FIELD = new Piece(",\"field\":");
    static final Piece MESSAGE_FIELD = new Piece(",\"message\":");
    static final Piece DESTINATION = new Piece(",\"destination\":");
    static final Piece CONSUMER = new Piece(",\"consumer\":");
    static final Piece RESPONDER = new Piece(",\"responder\":");
    static final Piece KEY = new Piece(",\"key\":");
    static final Piece TRACEPARENT = new Piece(",\"traceparent\":");
    static final Piece TIMEOUT_MS = new Piece(",\"timeoutMs\":");
    static final Piece DEADLINE = new Piece(",\"deadline\":");
    static final Piece INSTANCE = new Piece(",\"instance\":");
    static final Piece ERROR_CODE = new Piece(",\"error\":{\"code\":");
    static final Piece MORE = new Piece(",\"more\":true");
    static final Piece SERVICE = new Piece(",\"service\":");
    static final Piece VERSION = new Piece(",\"version\":");
    static final Piece REASON = new Piece(",\"reason\":");
    static final Piece METHODS = new Piece(",\"methods\":");
    static final Piece FROM = new Piece(",\"from\":");
    static final Piece REQUEST = new Piece(",\"request\":");
    static final Piece STATUS_FIELD = new Piece(",\"status\":");
    static final Piece SERVICE_LIST = new Piece(",\"services\":[");
    static final Piece FIRST_NAME = new Piece("{\"name\":");
    static final Piece NEXT_NAME = new Piece(",{\"name\":");
    static final Piece VERSIONS = new Piece(",\"versions\":");
    static final Piece INSTANCE_COUNT = new Piece(",\"instances\":");
    static final Piece INSTANCE_LIST = new Piece(",\"instances\":[");
    static final Piece FIRST_INSTANCE = new Piece("{\"instance\":");
    static final Piece PENDING = new Piece(",\"pending\":");
    static final Piece AERON = new Piece(",\"aeron\":{\"dir\":");
    static final Piece INGRESS = new Piece(",\"ingress\":{\"channel\":");
    static final Piece STREAM_ID = new Piece(",\"streamId\":");
    static final Piece DELIVERY = new Piece("},\"delivery\":{\"channel\":");
    static final Piece SECRET = new Piece("},\"secret\":");

    /** By ordinal of the event, with its name. */
    static final Piece[] EVENTS = Arrays.stream(EventName.values())
        .map(event -> new Piece("{\"type\":\"event\",\"event\":\"" + event.word() + '"'))
        .toArray(Piece[]::new);

    private Words() {
    }
}
