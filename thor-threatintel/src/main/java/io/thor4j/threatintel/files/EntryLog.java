package io.thor4j.threatintel.files;

import java.util.ArrayList;
import java.util.List;

/** What was left out of files, and why. For one run and one thread. */
final class EntryLog {
    private static final int MAX_PROBLEMS = 20;
    private static final int SHOWN = 60;

    private final List<String> problems = new ArrayList<>();
    private long malformed;
    private long leftOut;

    /* The beginning of a foreign text, on one line. */
    static String shown(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(SHOWN).forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return line.toString();
    }

    void malformed(String file, long line, String what) {
        malformed++;
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(file + ":" + line + ": " + what);
        }
    }

    void add(List<String> more) {
        for (String problem : more) {
            malformed++;
            if (problems.size() < MAX_PROBLEMS) {
                problems.add(problem);
            }
        }
    }

    void leftOut(long count) {
        leftOut += count;
    }

    long leftOut() {
        return leftOut;
    }

    List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        if (malformed > problems.size()) {
            all.add("and " + (malformed - problems.size()) + " malformed entries more");
        }
        return all;
    }
}
