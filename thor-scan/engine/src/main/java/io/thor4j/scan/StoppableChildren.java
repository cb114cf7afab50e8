package io.thor4j.scan;

import io.thor4j.core.Budget;
import io.thor4j.core.FileMetadata;
import io.thor4j.core.ObservedObject;
import io.thor4j.core.spi.ChildSink;
import java.io.InputStream;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Takes no more children once the scan is stopped, so that a large archive does not hold the end up. Used by one thread at a time. */
final class StoppableChildren implements ChildSink {
    private final ChildSink children;
    private final BooleanSupplier stopped;
    private volatile boolean wasStopped;

    StoppableChildren(ChildSink children, BooleanSupplier stopped) {
        this.children = children;
        this.stopped = stopped;
    }

    @Override
    public boolean member(String name, String unpackLabel, InputStream data, @Nullable FileMetadata metadata) {
        return !isStopped() && children.member(name, unpackLabel, data, metadata);
    }

    @Override
    public boolean record(ObservedObject subject, String text) {
        return !isStopped() && children.record(subject, text);
    }

    @Override
    public Budget budget() {
        return children.budget();
    }

    private boolean isStopped() {
        if (stopped.getAsBoolean()) {
            wasStopped = true;
        }
        return wasStopped;
    }

    /** Tells whether a child was refused because the scan was stopped. */
    boolean wasStopped() {
        return wasStopped;
    }
}
