package io.patchbay.language;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules of the project's language that a program can check. Each finds its violations in the text of one file.
 */
enum Rule {
    /** The first sentence of a Javadoc comment is a question. */
    QUESTION("first sentences of Javadoc that are questions: begin with a verb, as in \"Returns whether\"") {
        @Override
        List<String> check(final Path file, final String text) {
            final List<String> found = new ArrayList<>();
            final Matcher comment = JAVADOC.matcher(isJava(file) ? text : "");
            while (comment.find()) {
                final String sentence = firstSentence(comment.group(1));
                if (sentence.endsWith("?")) {
                    found.add(at(text, comment.start()) + sentence);
                }
            }
            return found;
        }
    },

    /** A word that has a plainer one in the field. */
    OLD_WORD("words that the field has a name for, or references to pages outside of the sources") {
        @Override
        List<String> check(final Path file, final String text) {
            return matches(isJava(file) ? OLD_IN_JAVA : OLD_IN_PROSE, text);
        }
    },

    /** A package that does not say its one purpose. */
    PURPOSE("packages whose package-info is missing, or whose first sentence needs an \"and\"") {
        @Override
        List<String> check(final Path file, final String text) {
            if (!file.getFileName().toString().equals("package-info.java")) {
                return List.of();
            }
            final Matcher comment = JAVADOC.matcher(text);
            final String sentence = comment.find() ? firstSentence(comment.group(1)) : "";
            return sentence.isEmpty() || sentence.contains(" and ") ? List.of("1: " + sentence) : List.of();
        }
    },

    /** A line of a document that no editor shows at once. */
    LONG_LINE("lines of documents above 130 characters, tables and code aside") {
        @Override
        List<String> check(final Path file, final String text) {
            final List<String> found = new ArrayList<>();
            boolean isCode = isJava(file);
            int number = 0;
            for (final String line : text.split("\n")) {
                number++;
                isCode ^= line.strip().startsWith("```");
                if (!isCode && line.length() > MAX_LINE && !line.startsWith("|")) {
                    found.add(number + ": " + line.substring(0, 60) + "…");
                }
            }
            return found;
        }
    };

    private static final int MAX_LINE = 130;
    private static final Pattern JAVADOC = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
    private static final Pattern INLINE_TAG = Pattern.compile("\\{@\\w+\\s+([^}]*)}");
    private static final Pattern SENTENCE = Pattern.compile("(.*?[.?!])(?=\\s|$)");
    private static final Pattern OLD_IN_JAVA = Pattern.compile(
        "\\b(?:foresee\\w*|nearby|tidy|keepHouse\\w*|HOUSE_PACE_NS|giveWay|turnAway|breakOff|ofWord|isAllHad|areHad|isAllSaid"
            + "|giveUpLacking)\\b|\\b(?:touch|aside|word)\\(|(?:class|interface|enum|record) (?:Way|Piece|Words|Octets|Moment"
            + "|Maker|Parts|Duty)\\b|\\bfinal [\\w.<>\\[\\]]+ of[,)]|contract, section|(?i:\\bgives? way\\b|\\btells all\\b)");
    private static final Pattern OLD_IN_PROSE =
        Pattern.compile("(?i)contract, section|\\bgives? way\\b|\\btells all\\b|\\b(?:two |machine's )moods?\\b");

    private final String meaning;

    Rule(final String meaning) {
        this.meaning = meaning;
    }

    /** Returns the violations in a file, each with the number of its line. */
    abstract List<String> check(Path file, String text);

    /** Returns what is counted, for a person. */
    String meaning() {
        return meaning;
    }

    private static boolean isJava(final Path file) {
        return file.toString().endsWith(".java");
    }

    private static List<String> matches(final Pattern pattern, final String text) {
        final List<String> found = new ArrayList<>();
        final Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(at(text, matcher.start()) + matcher.group());
        }
        return found;
    }

    private static String at(final String text, final int position) {
        return text.substring(0, position).lines().count() + 1 + ": ";
    }

    private static String firstSentence(final String comment) {
        final String text = INLINE_TAG.matcher(comment.replaceAll("\\n\\s*\\*", "\n")).replaceAll("$1").replaceAll("\\s+", " ");
        final Matcher sentence = SENTENCE.matcher(text.strip());
        return sentence.find() ? sentence.group(1) : "";
    }
}
