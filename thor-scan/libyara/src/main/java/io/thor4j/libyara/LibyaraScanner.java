package io.thor4j.libyara;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import io.thor4j.core.spi.YaraEngineResult;
import io.thor4j.core.spi.YaraEngineScanner;
import io.thor4j.core.spi.YaraScanLimit;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A native scanner with the memory it scans. Belongs to one thread at a time. */
final class LibyaraScanner implements YaraEngineScanner {
    /**
     * SCAN_FLAGS_REPORT_RULES_MATCHING, so that rules which do not match cost no call; and SCAN_FLAGS_NO_TRYCATCH, because libyara would
     * otherwise put handlers of its own for SIGSEGV and SIGBUS in place of the JVM's while it scans. It needs them for mapped files only.
     */
    private static final int FLAGS = 8 | 4;

    /** Native memory that is kept between scans, bytes; more is given back. Twice the default {@code max-file-size}; own choice. */
    private static final long KEPT_BUFFER = 64L << 20;

    private final NativeLibyara libyara;
    private final Pointer scanner;
    private final Map<String, Object> externals;
    private final MatchCollector collector;
    private final Cleaner.Cleanable resources;
    private Memory buffer = new Memory(1 << 16);
    private boolean closed;

    LibyaraScanner(NativeLibyara libyara, NativeRules rules, RuleTable table, Map<String, Object> externals) {
        this.libyara = libyara;
        this.externals = externals;
        this.collector = new MatchCollector(table);
        LibyaraApi api = libyara.api();
        Pointer created = create(api, rules);
        this.scanner = created;
        this.resources = LibyaraRules.CLEANER.register(this, () -> {
            api.yr_scanner_destroy(created);
            rules.release();
        });
        api.yr_scanner_set_flags(scanner, FLAGS);
        api.yr_scanner_set_callback(scanner, collector, null);
    }

    private static Pointer create(LibyaraApi api, NativeRules rules) {
        Pointer set = rules.acquire();
        PointerByReference reference = new PointerByReference();
        int code = api.yr_scanner_create(set, reference);
        if (code != ErrorCodes.SUCCESS) {
            rules.release();
            throw new IllegalStateException("libyara makes no scanner: " + ErrorCodes.name(code));
        }
        return reference.getValue();
    }

    @Override
    public void define(String name, Object value) {
        checkOpen();
        Object defined = externals.get(name);
        if (defined == null || defined.getClass() != value.getClass()) {
            throw new IllegalArgumentException("external variable " + name
                    + (defined == null
                            ? " is not defined"
                            : " is not of type " + value.getClass().getSimpleName()));
        }
        int code;
        try {
            code = set(name, value);
        } finally {
            Reference.reachabilityFence(this);
        }
        if (code != ErrorCodes.SUCCESS) {
            throw new IllegalStateException("external variable " + name + ": " + ErrorCodes.name(code));
        }
    }

    private int set(String name, Object value) {
        LibyaraApi api = libyara.api();
        if (value instanceof Long number) {
            return api.yr_scanner_define_integer_variable(scanner, name, number);
        } else if (value instanceof Double number) {
            return api.yr_scanner_define_float_variable(scanner, name, number);
        } else if (value instanceof Boolean truth) {
            return api.yr_scanner_define_boolean_variable(scanner, name, truth ? 1 : 0);
        }
        return api.yr_scanner_define_string_variable(scanner, name, (String) value);
    }

    @Override
    public YaraEngineResult scan(byte[] data, int from, int length, Duration timeout) {
        checkOpen();
        Objects.checkFromIndexSize(from, length, data.length);
        int seconds = seconds(timeout);
        Memory memory = memoryOf(length);
        memory.write(0, data, from, length);
        LibyaraApi api = libyara.api();
        collector.begin();
        int code;
        try {
            api.yr_scanner_set_timeout(scanner, seconds);
            code = api.yr_scanner_scan_mem(scanner, memory, length);
        } finally {
            Reference.reachabilityFence(this);
        }
        if (memory.size() > KEPT_BUFFER) {
            memory.close();
            buffer = new Memory(1 << 16);
        }
        return collector.end(limit(code, seconds));
    }

    /** libyara counts whole seconds, zero is none: rounded up, so that nothing is stopped early. */
    private static int seconds(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("negative timeout " + timeout);
        }
        long seconds = timeout.getSeconds();
        if (timeout.getNano() > 0 && seconds < Integer.MAX_VALUE) {
            seconds++;
        }
        return (int) Math.min(seconds, Integer.MAX_VALUE);
    }

    private Memory memoryOf(int length) {
        if (buffer.size() < length) {
            buffer.close();
            buffer = new Memory(length);
        }
        return buffer;
    }

    private static @Nullable YaraScanLimit limit(int code, int seconds) {
        if (code == ErrorCodes.SUCCESS) {
            return null;
        }
        if (code == ErrorCodes.SCAN_TIMEOUT) {
            return new YaraScanLimit(
                    YaraScanLimit.Kind.TIMEOUT, null, "libyara's scan took longer than " + seconds + " s");
        }
        return new YaraScanLimit(YaraScanLimit.Kind.ENGINE, null, "libyara gave up: " + ErrorCodes.name(code));
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the scanner is closed");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            resources.clean();
            buffer.close();
        }
    }

    @Override
    public String toString() {
        return "LibyaraScanner" + List.of(externals.keySet());
    }
}
