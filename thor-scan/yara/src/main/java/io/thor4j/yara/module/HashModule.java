package io.thor4j.yara.module;

import static io.thor4j.yara.spi.ModuleType.Scalar.INTEGER;
import static io.thor4j.yara.spi.ModuleType.Scalar.STRING;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.ModuleType.Scalar;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import io.thor4j.yara.spi.YaraModule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code import "hash"}: digests and checksums of texts and of ranges of the file (yara-semantics.md, section 13, hash). What was computed
 * of a range is kept for the rest of the scan. Immutable; threads share it.
 */
public final class HashModule implements YaraModule {
    private static final StructType TABLE = table();

    @Override
    public String name() {
        return "hash";
    }

    @Override
    public StructType structure() {
        return TABLE;
    }

    @Override
    public StructValue parse(ModuleInput input) {
        return new StructValue(TABLE, new Scan(input));
    }

    private static StructType table() {
        StructType.Builder table = StructType.builder();
        add(table, "md5", STRING, Checksum.MD5);
        add(table, "sha1", STRING, Checksum.SHA1);
        add(table, "sha256", STRING, Checksum.SHA256);
        add(table, "checksum32", INTEGER, Checksum.SUM32);
        add(table, "crc32", INTEGER, Checksum.CRC32);
        return table.build();
    }

    private static void add(StructType.Builder table, String name, Scalar result, Checksum checksum) {
        table.function(
                        name,
                        result,
                        List.of(INTEGER, INTEGER),
                        (self, a) -> self.state(Scan.class).of(checksum, (Long) a[0], (Long) a[1]))
                .function(name, result, List.of(STRING), (self, a) -> {
                    byte[] text = (byte[]) a[0];
                    Checksum.Run run = checksum.begin();
                    run.update(text, 0, text.length);
                    return run.result();
                });
    }

    private record Key(Checksum checksum, ByteRange range) {}

    /** The scanned bytes and what was computed of them. */
    private static final class Scan {
        /** Results kept; own choice, enough for every rule set seen. */
        private static final int KEPT = 1024;

        /** About what MD5 and SHA-1 take. */
        private static final int WORK_PER_BYTE = 2;

        private final ModuleInput input;
        private final Map<Key, Object> results = new HashMap<>();

        Scan(ModuleInput input) {
            this.input = input;
        }

        @Nullable
        Object of(Checksum checksum, long offset, long size) {
            ByteRange range = ByteRange.cut(input, offset, size);
            if (range == null) {
                return null;
            }
            Key key = new Key(checksum, range);
            Object known = results.get(key);
            if (known != null) {
                return known;
            }
            Object computed = compute(checksum, range);
            if (computed != null && results.size() < KEPT) {
                results.put(key, computed);
            }
            return computed;
        }

        private @Nullable Object compute(Checksum checksum, ByteRange range) {
            Checksum.Run run = checksum.begin();
            int at = input.arrayOffset() + range.offset();
            int left = range.size();
            while (left > 0) {
                int step = Math.min(left, ByteRange.CLOCK_STEP);
                if (input.spend(WORK_PER_BYTE * step) && left > step) {
                    return null;
                }
                run.update(input.array(), at, step);
                at += step;
                left -= step;
            }
            return run.result();
        }
    }
}
