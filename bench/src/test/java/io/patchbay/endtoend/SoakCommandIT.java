package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.endtoend.PatchbayProcess.Result;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * {@code ./patchbay soak}: refuses what it does not know, and runs a test of the build with larger numbers, by a Maven that a
 * script stands in for.
 */
@Timeout(60)
class SoakCommandIT {
    @TempDir
    private Path dir;

    @ParameterizedTest
    @CsvSource({"'', what?", "burn, burn", "kill --count many, --count must be a number", "kill --seed, --seed needs a value",
        "kill --victims server;dog, dog", "kill --fast yes, --fast", "disk --count, --count needs a value",
        "simulate --seed x, --seed must be a number",
        "fuzz --hours 3, --hours", "world --count few, --count must be a number"})
    void shouldSayWhatIsWrong(final String arguments, final String why) throws Exception {
        final Result result = PatchbayProcess.run(("soak " + arguments.replace(';', ',')).strip().split(" "));

        assertEquals(2, result.exit(), result::toString);
        assertTrue(result.err().contains(why), result::toString);
        assertTrue(result.err().contains("Usage: ./patchbay soak"), result::toString);
    }

    @ParameterizedTest
    @CsvSource({"--help", "kill --help"})
    void shouldHelp(final String arguments) throws Exception {
        final Result result = PatchbayProcess.run(("soak " + arguments).split(" "));

        assertEquals(0, result.exit(), result::toString);
        assertTrue(result.out().contains("--victims"), result::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "kill, -B -q verify -pl bench -am -Dit.test=KillIT -Dpatchbay.kills=200 -Dpatchbay.victims=",
        "kill --count 5 --victims server;engine --seed -7,"
            + " -Dit.test=KillIT -Dpatchbay.kills=5 -Dpatchbay.victims=server;engine -Dpatchbay.seed=-7",
        "disk, -pl bench -Dit.test=FullDiskIT -Dpatchbay.fills=100",
        "overload --scale 2, -pl bench -Dit.test=OverloadIT -Dpatchbay.overload=2",
        "simulate, -q test -pl engine -am -Dtest=SimulationTest -Dpatchbay.seeds=100000",
        "simulate --gateway whole --seed 3, -pl gateway -Dtest=GatewaySimulationTest -Dpatchbay.seed=3",
        "cut, -pl gateway -Dtest=SdkOver*Test -Dpatchbay.cuts=400",
        "damage, -pl engine -Dtest=JournalDamageTest;WholeJournalTest -Dpatchbay.flips=5000",
        "hostile, -pl bench -Dit.test=HostileIT -Dpatchbay.hostile=60",
        "world --count 5 --seed 9, -pl bench -Dit.test=WorldIT -Dpatchbay.faults=5 -Dpatchbay.seed=9",
        "fuzz, -pl gateway -Dtest=FuzzTest -Dpatchbay.fuzz=120 -Dpatchbay.testTimeoutSeconds=0",
    })
    void shouldRunATestByMavenAndEndAsItDoes(final String arguments, final String expected) throws Exception {
        final Path maven = Files.writeString(dir.resolve("mvn"),
            "#!/bin/sh\nprintf '%s\\n' \"$PWD\" \"$@\"\necho oops >&2\nexit 7\n");
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));

        final Result result = PatchbayProcess.run(
            Map.of("PATH", dir + ":" + System.getenv("PATH"), "PATCHBAY_MVN_OPTS", "-o '-Dwith=a space'"),
            ("soak " + arguments.replace(';', ',')).split(" "));

        assertEquals(7, result.exit(), result::toString);
        assertEquals(PatchbayProcess.home().toRealPath().toString(), result.lines().get(0));
        assertTrue(result.lines().containsAll(List.of(expected.replace(';', ',').split(" "))), result::toString);
        assertTrue(result.lines().containsAll(List.of("-o", "-Dwith=a space")), result::toString);
        assertEquals("oops\n", result.err());
    }
}
