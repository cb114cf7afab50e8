package io.thor4j.yara;

import io.thor4j.yara.scan.MatchTable;
import java.util.Arrays;

/**
 * The matches of one pattern, taken out of a scanner's tables and of the scanned bytes, packed: a file can have a million matches, and the
 * same pattern can belong to hundreds of rules, which share this. Overlapping matches share their bytes. Immutable.
 */
final class PatternMatches {
    private final int[] offsets;
    private final int[] lengths;
    private final short[] xorKeys;

    /** Where the bytes of each match begin in {@link #bytes}. */
    private final int[] dataFrom;

    private final byte[] bytes;
    private final int maxData;

    PatternMatches(MatchTable table, int pattern, byte[] data, int from, int length, int maxData) {
        int count = table.count(pattern);
        this.offsets = new int[count];
        this.lengths = new int[count];
        this.xorKeys = new short[count];
        this.dataFrom = new int[count];
        this.maxData = maxData;
        for (int i = 0; i < count; i++) {
            offsets[i] = table.offset(pattern, i);
            lengths[i] = table.length(pattern, i);
            xorKeys[i] = (short) table.xorKey(pattern, i);
        }
        this.bytes = new byte[layOut()];
        int copied = 0;
        for (int i = 0; i < count; i++) {
            int end = dataFrom[i] + dataLength(i);
            if (end > copied) {
                int missing = end - copied;
                int begin = offsets[i] + dataLength(i) - missing;
                System.arraycopy(data, from + begin, bytes, copied, missing);
                copied = end;
            }
        }
        assert copied <= length : "more bytes than the range has";
    }

    /** Places the bytes of the matches, which are sorted by offset, behind each other with overlaps merged; returns how many there are. */
    private int layOut() {
        int total = 0;
        int coveredTo = 0;
        for (int i = 0; i < offsets.length; i++) {
            int overlap = Math.max(0, coveredTo - offsets[i]);
            dataFrom[i] = total - overlap;
            int end = offsets[i] + dataLength(i);
            if (end > coveredTo) {
                total += end - Math.max(coveredTo, offsets[i]);
                coveredTo = end;
            }
        }
        return total;
    }

    private int dataLength(int index) {
        return Math.min(lengths[index], maxData);
    }

    int count() {
        return offsets.length;
    }

    long offset(int index) {
        return offsets[index];
    }

    int length(int index) {
        return lengths[index];
    }

    int xorKey(int index) {
        return xorKeys[index];
    }

    byte[] data(int index) {
        return Arrays.copyOfRange(bytes, dataFrom[index], dataFrom[index] + dataLength(index));
    }
}
