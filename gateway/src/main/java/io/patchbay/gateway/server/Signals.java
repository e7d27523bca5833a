package io.patchbay.gateway.server;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Registers handlers of operating system signals. The JDK offers them by {@code sun.misc.Signal} of its supported module
 * {@code jdk.unsupported}. It is called by reflection, since the compiler warns of that type and the warning cannot be
 * suppressed.
 */
final class Signals {
    private Signals() {
    }

    /**
     * Replaces what the JVM does at a signal by a handler, which runs on a thread of the JVM.
     *
     * @param name    of the signal, without {@code SIG}.
     * @param handler called at each such signal.
     * @return false where this JVM does not hand out its signals ({@code -Xrs}) and keeps its own handling.
     */
    static boolean handle(final String name, final Runnable handler) {
        try {
            final Class<?> signal = Class.forName("sun.misc.Signal");
            final Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            final InvocationHandler calls = (proxy, method, args) -> switch (method.getName()) {
                case "handle" -> {
                    handler.run();
                    yield null;
                }
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> proxy == args[0];
                default -> name;
            };
            signal.getMethod("handle", signal, handlerType).invoke(null, signal.getConstructor(String.class).newInstance(name),
                Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handlerType}, calls));
            return true;
        } catch (final ReflectiveOperationException e) {
            return false;
        }
    }
}
