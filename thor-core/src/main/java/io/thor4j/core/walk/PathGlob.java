package io.thor4j.core.walk;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A pattern over paths of either style: {@code *} and {@code ?} stay inside one name, {@code **} does not, every other character stands
 * for itself; {@code /} and {@code \} are the same separator and case does not count, as in THOR 11's {@code --exclude-path}. A pattern
 * that begins with a separator or a drive is anchored at the path's start, any other may begin at each name. It matches a path when it
 * matches all of it or a folder above it. Immutable, may be shared by threads.
 */
public final class PathGlob {
    /*
     * All states are followed at once, so the time is (length of the path) x (length of the pattern) whatever the pattern: a user's
     * "*a*a*a*b" cannot stop the walk.
     */
    private enum Kind {
        LITERAL,
        SEPARATOR,
        ONE,
        STAR,
        GLOBSTAR,
        /** {@code **} and the separator after it: any number of whole names, also none. */
        FOLDERS
    }

    private record Token(Kind kind, char literal) {}

    private final String text;
    private final List<Token> tokens;
    private final boolean anchored;

    private PathGlob(String text, List<Token> tokens, boolean anchored) {
        this.text = text;
        this.tokens = tokens;
        this.anchored = anchored;
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException when nothing but separators is in it
     */
    public static PathGlob of(String text) {
        int end = text.length();
        while (end > 0 && isSeparator(text.charAt(end - 1))) {
            end--;
        }
        if (end == 0) {
            throw new IllegalArgumentException("an exclude needs a name: \"" + text + "\"");
        }
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c == '*' && i + 1 < end && text.charAt(i + 1) == '*') {
                boolean folders = i + 2 < end && isSeparator(text.charAt(i + 2));
                tokens.add(new Token(folders ? Kind.FOLDERS : Kind.GLOBSTAR, '*'));
                i += folders ? 2 : 1;
            } else if (c == '*') {
                tokens.add(new Token(Kind.STAR, c));
            } else if (c == '?') {
                tokens.add(new Token(Kind.ONE, c));
            } else if (isSeparator(c)) {
                tokens.add(new Token(Kind.SEPARATOR, '/'));
            } else {
                tokens.add(new Token(Kind.LITERAL, fold(c)));
            }
        }
        boolean drive = end > 1 && text.charAt(1) == ':';
        return new PathGlob(text, List.copyOf(tokens), drive || isSeparator(text.charAt(0)));
    }

    /** Tells whether a path, or a folder above it, fits. */
    public boolean matches(String path) {
        int accept = tokens.size();
        BitSet states = new BitSet(accept + 1);
        enter(states, 0);
        BitSet next = new BitSet(accept + 1);
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (i > 0 && isSeparator(c) && states.get(accept)) {
                return true;
            }
            next.clear();
            for (int state = states.nextSetBit(0); state >= 0 && state < accept; state = states.nextSetBit(state + 1)) {
                step(next, state, c);
            }
            if (!anchored && isSeparator(c)) {
                enter(next, 0);
            }
            BitSet swap = states;
            states = next;
            next = swap;
        }
        return states.get(accept);
    }

    private void step(BitSet next, int state, char c) {
        Token token = tokens.get(state);
        boolean separator = isSeparator(c);
        switch (token.kind()) {
            case LITERAL -> enterIf(next, state + 1, fold(c) == token.literal());
            case SEPARATOR -> enterIf(next, state + 1, separator);
            case ONE -> enterIf(next, state + 1, !separator);
            case STAR -> enterIf(next, state, !separator);
            case GLOBSTAR -> enter(next, state);
            case FOLDERS -> {
                next.set(state);
                enterIf(next, state + 1, separator);
            }
        }
    }

    private void enterIf(BitSet states, int state, boolean condition) {
        if (condition) {
            enter(states, state);
        }
    }

    /* A state and all that can be reached from it without a character. */
    private void enter(BitSet states, int first) {
        int state = first;
        states.set(state);
        while (state < tokens.size() && tokens.get(state).kind().compareTo(Kind.STAR) >= 0) {
            state++;
            states.set(state);
        }
    }

    private static boolean isSeparator(char c) {
        return c == '/' || c == '\\';
    }

    private static char fold(char c) {
        return Character.toLowerCase(Character.toUpperCase(c));
    }

    /** Returns the pattern as it was given. */
    @Override
    public String toString() {
        return text;
    }
}
