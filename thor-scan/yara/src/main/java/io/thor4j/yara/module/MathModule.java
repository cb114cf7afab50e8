package io.thor4j.yara.module;

import static io.thor4j.yara.spi.ModuleType.Scalar.BOOLEAN;
import static io.thor4j.yara.spi.ModuleType.Scalar.FLOAT;
import static io.thor4j.yara.spi.ModuleType.Scalar.INTEGER;
import static io.thor4j.yara.spi.ModuleType.Scalar.STRING;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import io.thor4j.yara.spi.YaraModule;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code import "math"}: statistics of texts and of ranges of the file (yara-semantics.md, section 13, math). Immutable; threads share it.
 *
 * <p>Ranges count unsigned bytes, texts count signed ones in the mean, the deviation, the serial correlation and the estimate of pi, as in
 * libyara. A result that is not a number is undefined.
 */
public final class MathModule implements YaraModule {
    /** What libyara answers where the serial correlation divides by zero. */
    private static final double NO_CORRELATION = -100000;

    private static final StructType TABLE = table();

    @Override
    public String name() {
        return "math";
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
        StructType.Builder table = StructType.builder().constant("MEAN_BYTES", 127.5);
        addRangeStatistics(table);
        addByteStatistics(table);
        return table.function("in_range", INTEGER, List.of(FLOAT, FLOAT, FLOAT), (self, a) -> {
                    double value = (Double) a[0];
                    return value >= (Double) a[1] && value <= (Double) a[2] ? 1L : 0L;
                })
                .function("max", INTEGER, List.of(INTEGER, INTEGER), (self, a) -> unsignedMax((Long) a[0], (Long) a[1]))
                .function("min", INTEGER, List.of(INTEGER, INTEGER), (self, a) -> unsignedMin((Long) a[0], (Long) a[1]))
                .function("to_number", INTEGER, List.of(BOOLEAN), (self, a) -> (Long) a[0] != 0 ? 1L : 0L)
                .function("abs", INTEGER, List.of(INTEGER), (self, a) -> Math.abs((Long) a[0]))
                .function("to_string", STRING, List.of(INTEGER), (self, a) -> text((Long) a[0], 10))
                .function("to_string", STRING, List.of(INTEGER, INTEGER), (self, a) -> text((Long) a[0], (Long) a[1]))
                .build();
    }

    private static void addRangeStatistics(StructType.Builder table) {
        table.function("deviation", FLOAT, List.of(INTEGER, INTEGER, FLOAT), (self, a) -> {
                    double mean = (Double) a[2];
                    return ofHistogram(self, (Long) a[0], (Long) a[1], histogram -> histogram.deviation(mean));
                })
                .function(
                        "deviation",
                        FLOAT,
                        List.of(STRING, FLOAT),
                        (self, a) -> defined(signedDeviation((byte[]) a[0], (Double) a[1])))
                .function(
                        "mean",
                        FLOAT,
                        List.of(INTEGER, INTEGER),
                        (self, a) -> ofHistogram(self, (Long) a[0], (Long) a[1], ByteHistogram::mean))
                .function("mean", FLOAT, List.of(STRING), (self, a) -> defined(signedMean((byte[]) a[0])))
                .function(
                        "serial_correlation",
                        FLOAT,
                        List.of(INTEGER, INTEGER),
                        (self, a) -> ofRange(self, a, new SerialCorrelation(0xff)))
                .function(
                        "serial_correlation",
                        FLOAT,
                        List.of(STRING),
                        (self, a) -> ofText((byte[]) a[0], new SerialCorrelation(-1)))
                .function(
                        "monte_carlo_pi",
                        FLOAT,
                        List.of(INTEGER, INTEGER),
                        (self, a) -> ofRange(self, a, new MonteCarloPi(0xff)))
                .function(
                        "monte_carlo_pi",
                        FLOAT,
                        List.of(STRING),
                        (self, a) -> ofText((byte[]) a[0], new MonteCarloPi(-1)))
                .function(
                        "entropy",
                        FLOAT,
                        List.of(INTEGER, INTEGER),
                        (self, a) -> ofHistogram(self, (Long) a[0], (Long) a[1], ByteHistogram::entropy))
                .function(
                        "entropy",
                        FLOAT,
                        List.of(STRING),
                        (self, a) -> defined(ByteHistogram.of((byte[]) a[0]).entropy()));
    }

    private static void addByteStatistics(StructType.Builder table) {
        table.function(
                        "count",
                        INTEGER,
                        List.of(INTEGER, INTEGER, INTEGER),
                        (self, a) -> count(self, (Long) a[0], (Long) a[1], (Long) a[2]))
                .function("count", INTEGER, List.of(INTEGER), (self, a) -> count(self, (Long) a[0], 0, Long.MAX_VALUE))
                .function(
                        "percentage",
                        FLOAT,
                        List.of(INTEGER, INTEGER, INTEGER),
                        (self, a) -> percentage(self, (Long) a[0], (Long) a[1], (Long) a[2]))
                .function(
                        "percentage",
                        FLOAT,
                        List.of(INTEGER),
                        (self, a) -> percentage(self, (Long) a[0], 0, Long.MAX_VALUE))
                .function("mode", INTEGER, List.of(INTEGER, INTEGER), (self, a) -> mode(self, (Long) a[0], (Long) a[1]))
                .function("mode", INTEGER, List.of(), (self, a) -> mode(self, 0, Long.MAX_VALUE));
    }

    private static @Nullable Double defined(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private static @Nullable Double ofHistogram(
            StructValue self, long offset, long size, ToDoubleFunction<ByteHistogram> statistic) {
        ByteHistogram histogram = self.state(Scan.class).histogram(offset, size);
        return histogram == null ? null : defined(statistic.applyAsDouble(histogram));
    }

    private static @Nullable Long count(StructValue self, long value, long offset, long size) {
        ByteHistogram histogram = self.state(Scan.class).histogram(offset, size);
        return histogram == null || value < 0 || value > 255 ? null : (long) histogram.count((int) value);
    }

    private static @Nullable Double percentage(StructValue self, long value, long offset, long size) {
        ByteHistogram histogram = self.state(Scan.class).histogram(offset, size);
        if (histogram == null || value < 0 || value > 255) {
            return null;
        }
        // libyara divides 32-bit floats: one third is 0.33333334326744.
        return defined((float) histogram.count((int) value) / (float) histogram.total());
    }

    private static @Nullable Long mode(StructValue self, long offset, long size) {
        ByteHistogram histogram = self.state(Scan.class).histogram(offset, size);
        return histogram == null ? null : (long) histogram.mode();
    }

    private static long unsignedMax(long a, long b) {
        return Long.compareUnsigned(a, b) > 0 ? a : b;
    }

    private static long unsignedMin(long a, long b) {
        return Long.compareUnsigned(a, b) < 0 ? a : b;
    }

    private static byte @Nullable [] text(long value, long base) {
        String digits;
        if (base == 10) {
            digits = Long.toString(value);
        } else if (base == 8) {
            digits = Long.toOctalString(value);
        } else if (base == 16) {
            digits = Long.toHexString(value);
        } else {
            return null;
        }
        return digits.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static double signedMean(byte[] text) {
        double sum = 0;
        for (byte b : text) {
            sum += b;
        }
        return sum / text.length;
    }

    private static double signedDeviation(byte[] text, double mean) {
        double sum = 0;
        for (byte b : text) {
            sum += Math.abs(b - mean);
        }
        return sum / text.length;
    }

    private static @Nullable Double ofText(byte[] text, ByteStatistic statistic) {
        statistic.add(text, 0, text.length);
        return defined(statistic.result());
    }

    private static @Nullable Double ofRange(StructValue self, Object[] arguments, ByteStatistic statistic) {
        ModuleInput input = self.state(Scan.class).input;
        ByteRange range = ByteRange.cut(input, (Long) arguments[0], (Long) arguments[1]);
        if (range == null) {
            return null;
        }
        int at = input.arrayOffset() + range.offset();
        int end = at + range.size();
        while (at < end) {
            int to = end - at > ByteRange.CLOCK_STEP ? at + ByteRange.CLOCK_STEP : end;
            if (input.spend(to - at)) {
                return null;
            }
            statistic.add(input.array(), at, to);
            at = to;
        }
        return defined(statistic.result());
    }

    /** A value that is computed from all bytes in their order. Used by one thread. */
    private interface ByteStatistic {
        void add(byte[] data, int from, int to);

        double result();
    }

    /**
     * Correlation of each byte with the next one, the last with the first (Knuth, The Art of Computer Programming 2, section 3.3.2 K).
     */
    private static final class SerialCorrelation implements ByteStatistic {
        private final int mask;
        private double count;
        private double first;
        private double previous;
        private double products;
        private double sum;
        private double squares;

        SerialCorrelation(int mask) {
            this.mask = mask;
        }

        @Override
        public void add(byte[] data, int from, int to) {
            for (int i = from; i < to; i++) {
                double value = data[i] & mask;
                if (count == 0) {
                    first = value;
                } else {
                    products += previous * value;
                }
                count++;
                sum += value;
                squares += value * value;
                previous = value;
            }
        }

        @Override
        public double result() {
            double denominator = count * squares - sum * sum;
            if (denominator == 0) {
                return NO_CORRELATION;
            }
            return (count * (products + previous * first) - sum * sum) / denominator;
        }
    }

    /** Six bytes make a point in a square; the share of points in the quarter circle estimates pi. The result is the relative error. */
    private static final class MonteCarloPi implements ByteStatistic {
        private static final double RADIUS = 0xffffff;

        private final int mask;
        private final double[] coordinates = new double[2];
        private int filled;
        private long points;
        private long inside;

        MonteCarloPi(int mask) {
            this.mask = mask;
        }

        @Override
        public void add(byte[] data, int from, int to) {
            for (int i = from; i < to; i++) {
                // A negative char of a text becomes a large unsigned number in libyara.
                double value = Integer.toUnsignedLong(data[i] & mask);
                int axis = filled / 3;
                coordinates[axis] = coordinates[axis] * 256 + value;
                filled++;
                if (filled == 6) {
                    addPoint();
                }
            }
        }

        private void addPoint() {
            points++;
            if (coordinates[0] * coordinates[0] + coordinates[1] * coordinates[1] <= RADIUS * RADIUS) {
                inside++;
            }
            coordinates[0] = 0;
            coordinates[1] = 0;
            filled = 0;
        }

        @Override
        public double result() {
            return points == 0 ? Double.NaN : Math.abs((4.0 * inside / points - Math.PI) / Math.PI);
        }
    }

    /** The scanned bytes and the histograms made of them: rules ask for those of the same few ranges again and again. */
    private static final class Scan {
        /** Histograms kept, 1 KiB each; own choice. */
        private static final int KEPT = 64;

        private final ModuleInput input;
        private final Map<ByteRange, ByteHistogram> histograms = new LinkedHashMap<>();

        Scan(ModuleInput input) {
            this.input = input;
        }

        @Nullable
        ByteHistogram histogram(long offset, long size) {
            ByteRange range = ByteRange.cut(input, offset, size);
            if (range == null) {
                return null;
            }
            ByteHistogram known = histograms.get(range);
            if (known != null) {
                return known;
            }
            ByteHistogram made = ByteHistogram.of(input, range);
            if (made != null && histograms.size() < KEPT) {
                histograms.put(range, made);
            }
            return made;
        }
    }
}
