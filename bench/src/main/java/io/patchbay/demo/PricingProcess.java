package io.patchbay.demo;

import io.patchbay.bench.process.ChildJvm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * A process of {@link PricingMain}, which the demo starts and kills.
 */
final class PricingProcess implements AutoCloseable {
    private final Process process;
    private final CompletableFuture<String> instance = new CompletableFuture<>();

    private PricingProcess(final Process process) {
        this.process = process;
    }

    /** Starts an instance of a kind, {@code aeron} or {@code json}. */
    static PricingProcess start(final String kind, final String server, final Path log) throws IOException {
        final ProcessBuilder builder = new ProcessBuilder(ChildJvm.command(PricingMain.class.getName(), kind, server));
        builder.environment().keySet().removeAll(ChildJvm.JVM_VARIABLES);
        final Process process = builder.redirectError(log.toFile()).start();
        final PricingProcess pricing = new PricingProcess(process);
        final Thread reader = new Thread(pricing::readInstance, "pricing-" + kind);
        reader.setDaemon(true);
        reader.start();
        return pricing;
    }

    private void readInstance() {
        try (BufferedReader lines = new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            instance.complete(lines.readLine());
            while (lines.readLine() != null) {
                Thread.onSpinWait();
            }
        } catch (final IOException e) {
            instance.completeExceptionally(e);
        }
    }

    /** Returns whether the instance has registered, or has failed to. */
    boolean isStarted() {
        return instance.isDone();
    }

    /** Returns the instance id, or null if the instance could not register. Waits until either is known. */
    String instance() {
        return instance.isCompletedExceptionally() ? null : instance.join();
    }

    long pid() {
        return process.pid();
    }

    /** Ends the process as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
