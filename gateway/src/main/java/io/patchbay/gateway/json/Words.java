package io.patchbay.gateway.json;

/**
 * The constant pieces of server frames: field names with the punctuation around them. A frame's first piece opens its object.
 */
final class Words {
    static final byte[] CONNECT = JsonOut.ascii("{\"type\":\"event\",\"event\":\"connect\",\"protocol\":");
    static final byte[] SESSION = JsonOut.ascii(",\"session\":");
    static final byte[] AUTHORIZED_FIELD = JsonOut.ascii(",\"authorized\":");
    static final byte[] HEARTBEAT_MS = JsonOut.ascii(",\"heartbeatMs\":");
    static final byte[] MAX_FRAME = JsonOut.ascii(",\"maxFrame\":");
    static final byte[] AUTHORIZED = JsonOut.ascii("{\"type\":\"event\",\"event\":\"authorized\",\"principal\":");
    static final byte[] REGISTERED = JsonOut.ascii("{\"type\":\"event\",\"event\":\"registered\",\"name\":");
    static final byte[] DISCONNECT = JsonOut.ascii("{\"type\":\"event\",\"event\":\"disconnect\",\"reason\":");
    static final byte[] EVENT = JsonOut.ascii("{\"type\":\"event\",\"event\":");
    static final byte[] PING = JsonOut.ascii("{\"type\":\"ping\"");
    static final byte[] PONG = JsonOut.ascii("{\"type\":\"pong\"");
    static final byte[] ERROR = JsonOut.ascii("{\"type\":\"error\",\"code\":");
    static final byte[] MESSAGE = JsonOut.ascii("{\"type\":\"message\",\"id\":");
    static final byte[] REPLY = JsonOut.ascii("{\"type\":\"reply\",\"id\":");
    static final byte[] ACCEPTED = JsonOut.ascii("{\"type\":\"accepted\"");
    static final byte[] SERVICES = JsonOut.ascii("{\"type\":\"services\",\"index\":");
    static final byte[] STATUS = JsonOut.ascii("{\"type\":\"status\",\"id\":");
    static final byte[] ID = JsonOut.ascii(",\"id\":");
    static final byte[] INDEX = JsonOut.ascii(",\"index\":");
    static final byte[] TIME = JsonOut.ascii(",\"time\":");
    static final byte[] FIELD = JsonOut.ascii(",\"field\":");
    static final byte[] MESSAGE_FIELD = JsonOut.ascii(",\"message\":");
    static final byte[] DESTINATION = JsonOut.ascii(",\"destination\":");
    static final byte[] CONSUMER = JsonOut.ascii(",\"consumer\":");
    static final byte[] RESPONDER = JsonOut.ascii(",\"responder\":");
    static final byte[] KEY = JsonOut.ascii(",\"key\":");
    static final byte[] TRACEPARENT = JsonOut.ascii(",\"traceparent\":");
    static final byte[] TIMEOUT_MS = JsonOut.ascii(",\"timeoutMs\":");
    static final byte[] DEADLINE = JsonOut.ascii(",\"deadline\":");
    static final byte[] INSTANCE = JsonOut.ascii(",\"instance\":");
    static final byte[] ERROR_CODE = JsonOut.ascii(",\"error\":{\"code\":");
    static final byte[] MORE = JsonOut.ascii(",\"more\":true");
    static final byte[] SERVICE = JsonOut.ascii(",\"service\":");
    static final byte[] VERSION = JsonOut.ascii(",\"version\":");
    static final byte[] REASON = JsonOut.ascii(",\"reason\":");
    static final byte[] METHODS = JsonOut.ascii(",\"methods\":");
    static final byte[] FROM = JsonOut.ascii(",\"from\":");
    static final byte[] REQUEST = JsonOut.ascii(",\"request\":");
    static final byte[] STATUS_FIELD = JsonOut.ascii(",\"status\":");
    static final byte[] SERVICE_LIST = JsonOut.ascii(",\"services\":[");
    static final byte[] FIRST_NAME = JsonOut.ascii("{\"name\":");
    static final byte[] NEXT_NAME = JsonOut.ascii(",{\"name\":");
    static final byte[] VERSIONS = JsonOut.ascii(",\"versions\":");
    static final byte[] INSTANCE_COUNT = JsonOut.ascii(",\"instances\":");
    static final byte[] INSTANCE_LIST = JsonOut.ascii(",\"instances\":[");
    static final byte[] FIRST_INSTANCE = JsonOut.ascii("{\"instance\":");
    static final byte[] PENDING = JsonOut.ascii(",\"pending\":");
    static final byte[] AERON = JsonOut.ascii(",\"aeron\":{\"dir\":");
    static final byte[] INGRESS = JsonOut.ascii(",\"ingress\":{\"channel\":");
    static final byte[] STREAM_ID = JsonOut.ascii(",\"streamId\":");
    static final byte[] DELIVERY = JsonOut.ascii("},\"delivery\":{\"channel\":");
    static final byte[] SECRET = JsonOut.ascii("},\"secret\":");

    private Words() {
    }
}
