package io.thor4j.yara.module;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.IntFunction;

/**
 * A list whose elements are made when they are asked for, each time anew: a table of the scanned file costs nothing until a rule looks into
 * it, whatever count its header claims. Threads share it as far as its function allows.
 *
 * @param <T> its elements
 */
public final class LazyList<T> extends AbstractList<T> implements RandomAccess {
    private final int size;
    private final IntFunction<? extends T> element;

    private LazyList(int size, IntFunction<? extends T> element) {
        this.size = size;
        this.element = element;
    }

    /**
     * Makes a list.
     *
     * @param size how many elements
     * @param element makes the element of an index
     */
    public static <T> List<T> of(int size, IntFunction<? extends T> element) {
        return new LazyList<>(size, element);
    }

    @Override
    public T get(int index) {
        return element.apply(Objects.checkIndex(index, size));
    }

    @Override
    public int size() {
        return size;
    }
}
