package io.patchbay.gateway.auth;

import java.util.List;

/**
 * The rights that a line of an auth file grants, as patterns in which {@code *} stands for any characters.
 *
 * @param register  names to register under.
 * @param call      {@code service:method}, or {@code service} for all its methods.
 * @param listen    core event names, {@code name:event}, {@code name:*}.
 * @param emit      {@code name:event}, or {@code event} under any of the principal's own names.
 * @param broadcast whether broadcasts are allowed.
 */
public record Grants(List<String> register, List<String> call, List<String> listen, List<String> emit, boolean broadcast) {
    /**
     * Copies the lists.
     */
    public Grants {
        register = List.copyOf(register);
        call = List.copyOf(call);
        listen = List.copyOf(listen);
        emit = List.copyOf(emit);
    }
}
