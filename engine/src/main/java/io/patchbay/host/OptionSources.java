package io.patchbay.host;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * The sources of a command's options besides its command line: {@code PATCHBAY_…} variables of the environment, then the
 * properties file that {@code --config} names. Every command looks up there the options that were not given on its command line.
 */
public final class OptionSources {
    private static final String PREFIX = "PATCHBAY_";

    private final Map<String, String> environment;
    private final Properties file = new Properties();
    private final Path path;

    private OptionSources(final Map<String, String> environment, final Path path) {
        this.environment = environment;
        this.path = path;
    }

    /**
     * Finds {@code --config} among the arguments (or {@code PATCHBAY_CONFIG}) and reads that file.
     *
     * @param args        of the command line.
     * @param environment of the process.
     * @return the sources.
     * @throws OptionException if the file cannot be read.
     */
    public static OptionSources of(final String[] args, final Map<String, String> environment) throws OptionException {
        String config = environment.get(PREFIX + "CONFIG");
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--config") && i + 1 < args.length) {
                config = args[i + 1];
            } else if (args[i].startsWith("--config=")) {
                config = args[i].substring("--config=".length());
            }
        }
        final OptionSources sources = new OptionSources(environment, config == null ? null : Path.of(config));
        if (config != null) {
            sources.read();
        }
        return sources;
    }

    /**
     * Returns the value of an option that was not given on the command line.
     *
     * @param option its long name without dashes, for example {@code max-frame}.
     * @return the environment's, else the file's, else null.
     */
    public String value(final String option) {
        final String fromEnvironment = environment.get(variable(option));
        return fromEnvironment != null ? fromEnvironment : file.getProperty(option);
    }

    /**
     * Checks that a command knows every name in the file, so that a misspelled option does not go unnoticed.
     *
     * @param known long names without dashes.
     * @throws OptionException naming the first unknown one.
     */
    public void refuseUnknown(final Set<String> known) throws OptionException {
        for (final String name : new TreeSet<>(file.stringPropertyNames())) {
            if (!known.contains(name)) {
                throw new OptionException(path + ": no option \"" + name + "\"; names are those of the command line without "
                    + "the dashes, for example max-frame=65536");
            }
        }
    }

    /**
     * Returns the environment variable of an option.
     *
     * @param option its long name without dashes.
     * @return for example {@code PATCHBAY_MAX_FRAME}.
     */
    public static String variable(final String option) {
        return PREFIX + option.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private void read() throws OptionException {
        try (Reader reader = Files.newBufferedReader(path)) {
            file.load(reader);
        } catch (final CharacterCodingException | IllegalArgumentException e) {
            throw new OptionException(path + ": not a properties file in UTF-8: " + e.getMessage());
        } catch (final IOException e) {
            final String why = Files.exists(path) ? e.getMessage() : "no such file";
            throw new OptionException("cannot read --config " + path + ": " + why);
        }
    }

    /**
     * Thrown where a source of options cannot be used; the message is for the operator.
     */
    public static final class OptionException extends Exception {
        OptionException(final String message) {
            super(message);
        }
    }
}
