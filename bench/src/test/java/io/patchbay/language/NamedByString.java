package io.patchbay.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds where the source of a test names production classes or their members by strings, or changes classes as they load. */
final class NamedByString {
    /** A comment, a text block, a string or a character: what comes first hides the others. */
    private static final Pattern TOKEN = Pattern.compile("//[^\n]*|/\\*.*?\\*/|\"\"\"(?<block>.*?)\"\"\""
        + "|\"(?<text>(?:[^\"\\\\\n]|\\\\.)*)\"|'(?:[^'\\\\\n]|\\\\.)+'", Pattern.DOTALL);
    private static final Pattern FULL_NAME = Pattern.compile("io([./])patchbay\\1(?:[a-z0-9]+\\1)*([A-Z]\\w*)");
    private static final Pattern MEMBER = Pattern.compile("([A-Z]\\w*)[.#](\\w+)");
    private static final Pattern TWO_WORDS = Pattern.compile("[A-Z]\\w*[a-z0-9][A-Z]\\w*");
    private static final Pattern PART_OF_FULL_NAME = Pattern.compile("(?:[a-z]\\w*[./])+[A-Z]\\w*");
    private static final Pattern REFLECTION = Pattern.compile("\\b(?:get(?:Declared)?(?:Field|Method)"
        + "|find(?:Virtual|Static|Special|Getter|Setter|VarHandle|StaticVarHandle)|new(?:Reference|Integer|Long)?Updater"
        + "|objectFieldOffset)\\s*\\([^;]*?\"");
    private static final Pattern CLASS_CHANGE =
        Pattern.compile("\\b(?:ClassRemapper|ClassWriter|defineClass|defineHiddenClass|redefineClasses)\\b");

    private final Set<String> fullNames;
    private final Set<String> simpleNames;

    /** Creates a finder for production classes with these names. */
    NamedByString(final Set<String> fullNames, final Set<String> simpleNames) {
        this.fullNames = fullNames;
        this.simpleNames = simpleNames;
    }

    /** Returns what was found in a source, each with its line. */
    List<String> find(final String source) {
        final List<String> found = new ArrayList<>();
        final StringBuilder code = new StringBuilder(source);
        final Matcher token = TOKEN.matcher(source);
        while (token.find()) {
            final String text = token.group("block") == null ? token.group("text") : token.group("block");
            if (text != null && isName(text)) {
                found.add(line(source, token.start()) + ": " + token.group());
            }
            for (int at = token.start(); text == null && at < token.end(); at++) {
                code.setCharAt(at, source.charAt(at) == '\n' ? '\n' : ' ');
            }
        }
        for (final Pattern pattern : List.of(REFLECTION, CLASS_CHANGE)) {
            final Matcher use = pattern.matcher(code);
            while (use.find()) {
                found.add(line(source, use.start()) + ": " + use.group());
            }
        }
        return found;
    }

    private boolean isName(final String text) {
        final Matcher full = FULL_NAME.matcher(text);
        while (full.find()) {
            if (fullNames.contains(full.group().replace('/', '.'))) {
                return true;
            }
        }
        if (PART_OF_FULL_NAME.matcher(text).matches()) {
            final String end = '.' + text.replace('/', '.');
            return fullNames.stream().anyMatch(name -> name.endsWith(end));
        }
        final Matcher member = MEMBER.matcher(text);
        return member.matches() && simpleNames.contains(member.group(1)) && !member.group(2).equals("java")
            || TWO_WORDS.matcher(text).matches() && simpleNames.contains(text);
    }

    private static int line(final String source, final int at) {
        return 1 + (int)source.substring(0, at).chars().filter(character -> character == '\n').count();
    }
}
