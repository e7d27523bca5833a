package io.patchbay.gateway.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Registers handlers of operating system signals. The JDK offers them by {@code sun.misc.Signal} of its supported module
 * {@code jdk.unsupported}; it is reached by reflection, since the compiler warns of that type and has no way to be told not to.
 */
final class Signals {
    private Signals() {
    }

    /**
     * Has a signal run a handler instead of what the JVM does, on a thread of the JVM's.
     *
     * @param name    without SIG.
     * @param handler called at each such signal.
     * @return false where this JVM gives its signals to nobody ({@code -Xrs}): what it does by default then stays.
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
