package io.patchbay.gateway.session;

/**
 * Attaches sessions to Aeron: what a session needs of the Aeron ingress. The gateway's thread calls all methods.
 */
public interface AeronInstances {
    /** Returns why no Aeron session can register now, or null where one can. */
    String refusal();

    /** Returns whether there is a media driver. */
    boolean hasDriver();

    /** Creates the attachment of a session. Returns null where there is no media driver now, or no UDP port. */
    AeronAttachment attach(Session session, String media, String endpoint);

    /** Makes the engine publish to an instance whose registration has been appended. */
    void registered(Session session);

    /** Ends the attachment of a session. */
    void detach(Session session);

    /** Sends an error for a frame of the instance that is refused. */
    void refuse(Session session, Refusal refusal);
}
