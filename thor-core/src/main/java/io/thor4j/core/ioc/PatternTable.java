package io.thor4j.core.ioc;

import io.thor4j.core.ioc.IocPattern.Match;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.IntFunction;

/** Patterns of one kind, three ints each beside their texts; a list that makes an {@link Ioc} when asked. Immutable. */
final class PatternTable extends AbstractList<Ioc> implements RandomAccess {
    private static final int CASE_SENSITIVE = 1;
    private static final int CONTAINS = 2;
    private static final int REGEX = 4;

    private final IocKind kind;
    private final TextPool pool;
    private final IntFunction<IocNote> notes;
    private final int[] texts;
    private final int[] values;
    private final int[] exceptions;
    private final byte[] flags;
    private final List<List<IocPattern>> falsePositives;

    private PatternTable(Builder builder, IocKind kind, TextPool pool, IntFunction<IocNote> notes) {
        this.kind = kind;
        this.pool = pool;
        this.notes = notes;
        this.texts = Arrays.copyOf(builder.texts, builder.size);
        this.values = Arrays.copyOf(builder.values, builder.size);
        this.exceptions = Arrays.copyOf(builder.exceptions, builder.size);
        this.flags = Arrays.copyOf(builder.flags, builder.size);
        this.falsePositives = List.copyOf(builder.falsePositives);
    }

    @Override
    public Ioc get(int index) {
        Objects.checkIndex(index, texts.length);
        int flag = flags[index];
        Match match = (flag & REGEX) != 0 ? Match.REGEX : (flag & CONTAINS) != 0 ? Match.CONTAINS : Match.EQUALS;
        IocPattern pattern = new IocPattern(pool.read(texts[index]), match, (flag & CASE_SENSITIVE) != 0);
        List<IocPattern> except = exceptions[index] == 0 ? List.of() : falsePositives.get(exceptions[index] - 1);
        return new Ioc(kind, pattern, notes.apply(values[index]), except);
    }

    @Override
    public int size() {
        return texts.length;
    }

    /** Collects patterns. For one thread. */
    static final class Builder {
        private int[] texts = new int[4];
        private int[] values = new int[4];
        private int[] exceptions = new int[4];
        private byte[] flags = new byte[4];
        private int size;
        private final List<List<IocPattern>> falsePositives = new ArrayList<>();

        void add(int text, IocPattern pattern, int value, List<IocPattern> except) {
            if (size == texts.length) {
                int larger = size + (size >> 1);
                texts = Arrays.copyOf(texts, larger);
                values = Arrays.copyOf(values, larger);
                exceptions = Arrays.copyOf(exceptions, larger);
                flags = Arrays.copyOf(flags, larger);
            }
            if (!except.isEmpty()) {
                falsePositives.add(except);
            }
            texts[size] = text;
            values[size] = value;
            exceptions[size] = except.isEmpty() ? 0 : falsePositives.size();
            flags[size++] = flags(pattern);
        }

        private static byte flags(IocPattern pattern) {
            int match = switch (pattern.match()) {
                case EQUALS -> 0;
                case CONTAINS -> CONTAINS;
                case REGEX -> REGEX;
            };
            return (byte) (match | (pattern.caseSensitive() ? CASE_SENSITIVE : 0));
        }

        PatternTable build(IocKind kind, TextPool pool, IntFunction<IocNote> notes) {
            return new PatternTable(this, kind, pool, notes);
        }
    }
}
