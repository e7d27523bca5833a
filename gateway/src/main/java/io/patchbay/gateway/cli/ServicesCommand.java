package io.patchbay.gateway.cli;

import io.patchbay.cli.ExitCode;
import io.patchbay.sdk.Client;
import io.patchbay.sdk.ClientContext;
import io.patchbay.sdk.event.InstanceInfo;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code ./patchbay services}: prints the services and instances that are registered now.
 */
@Command(name = "services", mixinStandardHelpOptions = true,
    description = "Prints the services that are registered on a running server, and their instances.",
    footer = {"", "Piped, it prints one JSON object a service: {\"name\",\"instances\":[{\"instance\",\"version\",\"methods\","
        + "\"pending\"}]}."})
final class ServicesCommand extends TerminalCommand {
    private static final String COLUMNS = "%-24s  %-12s  %-20s  %7s  %s";

    @Parameters(index = "0", arity = "0..1", paramLabel = "SERVICE", description = "Only this one")
    String service;

    @Override
    ClientContext prepare(final ClientContext context) {
        if (service != null) {
            Client.named(service);
        }
        return context;
    }

    @Override
    int run(final Client client) {
        final List<InstanceInfo> instances = await(service == null ? client.services() : client.services(service));
        if (isText()) {
            printTable(instances);
        } else {
            printJson(instances);
        }
        return ExitCode.DONE;
    }

    private void printTable(final List<InstanceInfo> instances) {
        if (instances.isEmpty()) {
            print(service == null ? "no service is registered" : "no instance of " + service + " is registered");
            return;
        }
        print(String.format(COLUMNS, "SERVICE", "VERSION", "INSTANCE", "PENDING", "METHODS"));
        for (final InstanceInfo one : instances) {
            print(String.format(COLUMNS, one.service(), one.version(), one.instance(), one.pending(),
                String.join(" ", one.methods())));
        }
    }

    private void printJson(final List<InstanceInfo> instances) {
        final Map<String, List<InstanceInfo>> byService = new LinkedHashMap<>();
        for (final InstanceInfo one : instances) {
            byService.computeIfAbsent(one.service(), name -> new ArrayList<>()).add(one);
        }
        byService.forEach((name, all) -> print("{\"name\":\"" + name + "\",\"instances\":["
            + all.stream().map(ServicesCommand::toJson).collect(Collectors.joining(",")) + "]}"));
    }

    /** Names, versions and ids need no escapes. */
    private static String toJson(final InstanceInfo one) {
        return "{\"instance\":\"" + one.instance() + "\",\"version\":\"" + one.version() + "\",\"methods\":["
            + one.methods().stream().map(method -> '"' + method + '"').collect(Collectors.joining(",")) + "],\"pending\":"
            + one.pending() + "}";
    }
}
