package io.patchbay.demo;

import picocli.CommandLine.Command;

import java.util.concurrent.Callable;

/**
 * {@code ./patchbay demo}.
 */
@Command(name = "demo", mixinStandardHelpOptions = true)
public final class DemoMain implements Callable<Integer> {
    @Override
    public Integer call() {
        return 0;
    }
}
