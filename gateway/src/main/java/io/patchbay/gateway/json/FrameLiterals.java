package io.patchbay.gateway.json;

import io.patchbay.protocol.EventName;

import java.util.Arrays;

/**
 * The constant parts of server frames: field names with the punctuation around them. The first part of a frame opens its object.
 */
final class FrameLiterals {
    static final JsonLiteral CONNECT = new JsonLiteral("{\"type\":\"event\",\"event\":\"connect\",\"protocol\":");
    static final JsonLiteral SESSION = new JsonLiteral(",\"session\":");
    static final JsonLiteral AUTHORIZED_FIELD = new JsonLiteral(",\"authorized\":");
    static final JsonLiteral HEARTBEAT_MS = new JsonLiteral(",\"heartbeatMs\":");
    static final JsonLiteral MAX_FRAME = new JsonLiteral(",\"maxFrame\":");
    static final JsonLiteral AUTHORIZED = new JsonLiteral("{\"type\":\"event\",\"event\":\"authorized\",\"principal\":");
    static final JsonLiteral REGISTERED = new JsonLiteral("{\"type\":\"event\",\"event\":\"registered\",\"name\":");
    static final JsonLiteral DISCONNECT = new JsonLiteral("{\"type\":\"event\",\"event\":\"disconnect\",\"reason\":");
    static final JsonLiteral EVENT = new JsonLiteral("{\"type\":\"event\",\"event\":");
    static final JsonLiteral PING = new JsonLiteral("{\"type\":\"ping\"");
    static final JsonLiteral PONG = new JsonLiteral("{\"type\":\"pong\"");
    static final JsonLiteral ERROR = new JsonLiteral("{\"type\":\"error\",\"code\":");
    static final JsonLiteral MESSAGE = new JsonLiteral("{\"type\":\"message\",\"id\":");
    static final JsonLiteral REPLY = new JsonLiteral("{\"type\":\"reply\",\"id\":");
    static final JsonLiteral ACCEPTED = new JsonLiteral("{\"type\":\"accepted\"");
    static final JsonLiteral SERVICES = new JsonLiteral("{\"type\":\"services\",\"index\":");
    static final JsonLiteral STATUS = new JsonLiteral("{\"type\":\"status\",\"id\":");
    static final JsonLiteral ID = new JsonLiteral(",\"id\":");
    static final JsonLiteral INDEX = new JsonLiteral(",\"index\":");
    static final JsonLiteral TIME = new JsonLiteral(",\"time\":");
    static final JsonLiteral FIELD = new JsonLiteral(",\"field\":");
    static final JsonLiteral MESSAGE_FIELD = new JsonLiteral(",\"message\":");
    static final JsonLiteral DESTINATION = new JsonLiteral(",\"destination\":");
    static final JsonLiteral CONSUMER = new JsonLiteral(",\"consumer\":");
    static final JsonLiteral RESPONDER = new JsonLiteral(",\"responder\":");
    static final JsonLiteral KEY = new JsonLiteral(",\"key\":");
    static final JsonLiteral TRACEPARENT = new JsonLiteral(",\"traceparent\":");
    static final JsonLiteral TIMEOUT_MS = new JsonLiteral(",\"timeoutMs\":");
    static final JsonLiteral DEADLINE = new JsonLiteral(",\"deadline\":");
    static final JsonLiteral INSTANCE = new JsonLiteral(",\"instance\":");
    static final JsonLiteral ERROR_CODE = new JsonLiteral(",\"error\":{\"code\":");
    static final JsonLiteral MORE = new JsonLiteral(",\"more\":true");
    static final JsonLiteral SERVICE = new JsonLiteral(",\"service\":");
    static final JsonLiteral VERSION = new JsonLiteral(",\"version\":");
    static final JsonLiteral REASON = new JsonLiteral(",\"reason\":");
    static final JsonLiteral METHODS = new JsonLiteral(",\"methods\":");
    static final JsonLiteral FROM = new JsonLiteral(",\"from\":");
    static final JsonLiteral REQUEST = new JsonLiteral(",\"request\":");
    static final JsonLiteral STATUS_FIELD = new JsonLiteral(",\"status\":");
    static final JsonLiteral SERVICE_LIST = new JsonLiteral(",\"services\":[");
    static final JsonLiteral FIRST_NAME = new JsonLiteral("{\"name\":");
    static final JsonLiteral NEXT_NAME = new JsonLiteral(",{\"name\":");
    static final JsonLiteral VERSIONS = new JsonLiteral(",\"versions\":");
    static final JsonLiteral INSTANCE_COUNT = new JsonLiteral(",\"instances\":");
    static final JsonLiteral INSTANCE_LIST = new JsonLiteral(",\"instances\":[");
    static final JsonLiteral FIRST_INSTANCE = new JsonLiteral("{\"instance\":");
    static final JsonLiteral PENDING = new JsonLiteral(",\"pending\":");
    static final JsonLiteral AERON = new JsonLiteral(",\"aeron\":{\"dir\":");
    static final JsonLiteral INGRESS = new JsonLiteral(",\"ingress\":{\"channel\":");
    static final JsonLiteral STREAM_ID = new JsonLiteral(",\"streamId\":");
    static final JsonLiteral DELIVERY = new JsonLiteral("},\"delivery\":{\"channel\":");
    static final JsonLiteral SECRET = new JsonLiteral("},\"secret\":");

    /** The beginnings of frames of core events, by ordinal of the {@link EventName}. */
    static final JsonLiteral[] EVENTS = Arrays.stream(EventName.values())
        .map(event -> new JsonLiteral("{\"type\":\"event\",\"event\":\"" + event.wireName() + '"'))
        .toArray(JsonLiteral[]::new);

    private FrameLiterals() {
    }
}
