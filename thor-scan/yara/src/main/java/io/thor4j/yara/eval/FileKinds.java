package io.thor4j.yara.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The kinds of files that the conditions of a rule set tell apart: by the first bytes that most conditions ask for, and by size. Immutable;
 * threads share it.
 */
final class FileKinds {
    /** Bounds of sizes that real rules ask for most (reference: performance.md section 2), bytes. */
    private static final long[] SIZES = {FileHeader.BYTES, 200 << 10, 1 << 20, 5 << 20, 20 << 20};

    /** Headers that get a kind of their own; each has tables of about a megabyte once such a file is met. */
    private static final int HEADERS = 5;

    /** Rules that have to ask for a header before it is worth a kind. */
    private static final int MIN_RULES = 16;

    private final byte[][] headers;

    /** Rows of bytes that conditions ask for, sorted, each as a number with the first byte highest; by their lengths. */
    private final int[] asked2;

    private final int[] asked4;
    private final List<FileKind> kinds = new ArrayList<>();

    private FileKinds(byte[][] headers, List<byte[]> asked) {
        this.headers = headers;
        this.asked2 = numbers(asked, 2);
        this.asked4 = numbers(asked, 4);
        kinds.add(FileKind.ANY);
        List<FileHeader> all = new ArrayList<>();
        for (byte[] header : headers) {
            all.add(FileHeader.of(header));
        }
        // What begins with a row that few rules ask for, and what begins with none that any asks for.
        all.add(FileHeader.without(List.of(headers)));
        all.add(FileHeader.without(asked));
        for (FileHeader header : all) {
            for (int size = 0; size < SIZES.length; size++) {
                long end = size + 1 < SIZES.length ? SIZES[size + 1] - 1 : Long.MAX_VALUE;
                kinds.add(new FileKind(header, SIZES[size], end));
            }
        }
    }

    private static int[] numbers(List<byte[]> rows, int length) {
        return rows.stream()
                .filter(row -> row.length == length)
                .mapToInt(row -> number(row, 0, length))
                .sorted()
                .toArray();
    }

    private static int number(byte[] data, int from, int length) {
        int result = 0;
        for (int i = 0; i < length; i++) {
            result = (result << 8) | (data[from + i] & 0xff);
        }
        return result;
    }

    /** Finds the kinds that some conditions tell apart. */
    static FileKinds of(List<RuleImage.Rule> rules) {
        Map<String, Integer> counts = new HashMap<>();
        for (RuleImage.Rule rule : rules) {
            DeepStack.run(rule.condition().depth(), () -> count(rule.condition(), counts));
        }
        List<String> rows = new ArrayList<>(counts.keySet());
        rows.sort(Comparator.comparing((String row) -> -counts.getOrDefault(row, 0))
                .thenComparing(row -> row));
        List<byte[]> headers = new ArrayList<>();
        for (String row : rows) {
            byte[] bytes = HexFormat.of().parseHex(row);
            // A longer row within a shorter one would hide in its kind.
            boolean within = headers.stream().anyMatch(header -> begins(bytes, header) || begins(header, bytes));
            if (!within && counts.getOrDefault(row, 0) >= MIN_RULES && headers.size() < HEADERS) {
                headers.add(bytes);
            }
        }
        return new FileKinds(
                headers.toArray(new byte[0][]),
                rows.stream().map(HexFormat.of()::parseHex).toList());
    }

    private static boolean begins(byte[] longer, byte[] shorter) {
        return longer.length >= shorter.length && Arrays.equals(longer, 0, shorter.length, shorter, 0, shorter.length);
    }

    private static void count(Ir ir, Map<String, Integer> counts) {
        FileHeader.Test test = ir.op() == Op.EQ_INT ? FileHeader.test(ir) : null;
        byte[] bytes = test == null ? null : test.bytes();
        // A single byte would set apart too many files.
        if (bytes != null && bytes.length > 1) {
            counts.merge(HexFormat.of().formatHex(bytes), 1, Integer::sum);
        }
        for (Ir operand : ir.operands()) {
            count(operand, counts);
        }
    }

    /** Returns all kinds; the first is that of every file. */
    List<FileKind> all() {
        return kinds;
    }

    /** Returns the index of a file's kind. */
    int kindOf(byte[] data, int from, int length) {
        if (length < FileHeader.BYTES) {
            return 0;
        }
        int size = 0;
        while (size + 1 < SIZES.length && length >= SIZES[size + 1]) {
            size++;
        }
        return 1 + headerOf(data, from) * SIZES.length + size;
    }

    private int headerOf(byte[] data, int from) {
        for (int i = 0; i < headers.length; i++) {
            byte[] header = headers[i];
            if (Arrays.equals(data, from, from + header.length, header, 0, header.length)) {
                return i;
            }
        }
        boolean asked = Arrays.binarySearch(asked2, number(data, from, 2)) >= 0
                || Arrays.binarySearch(asked4, number(data, from, 4)) >= 0;
        return asked ? headers.length : headers.length + 1;
    }
}
