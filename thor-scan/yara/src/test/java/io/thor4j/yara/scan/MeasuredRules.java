package io.thor4j.yara.scan;

import io.thor4j.yara.YaraLimits;
import io.thor4j.yara.YaraModules;
import io.thor4j.yara.YaraRules;
import io.thor4j.yara.eval.Pruning;
import io.thor4j.yara.eval.RuleEvaluator;
import io.thor4j.yara.eval.RuleProgram;
import io.thor4j.yara.spi.YaraModule;
import io.thor4j.yara.store.RuleReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A rule set whose work is counted: with the limits that users have but for the time. Belongs to one thread. */
final class MeasuredRules {
    /** What any scan may cost beside its share for each byte: the engine's own allowance, and what its modules cost. */
    private static final double ALLOWANCE = 2_200_000;

    private static final int TIMES = 20;

    /** What reading and hashing a byte costs, which the search of few strings is faster than. */
    private static final double LEAST_CLEAN = 1.5;

    private final RuleProgram program;
    private final RuleEvaluator evaluator;
    private final Map<Integer, Double> clean = new HashMap<>();

    MeasuredRules(YaraRules rules) throws Exception {
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        rules.save(saved);
        Map<String, YaraModule> modules = new HashMap<>();
        YaraModules.standard().forEach(module -> modules.put(module.name(), module));
        program = RuleProgram.link(
                RuleReader.read(new ByteArrayInputStream(saved.toByteArray())).image(), modules, PatternSet.builder());
        evaluator = new RuleEvaluator(
                program, YaraLimits.DEFAULT.withTimeout(Duration.ZERO), System::nanoTime, Pruning.ALL);
    }

    PatternSet patterns() {
        return program.patterns();
    }

    /** What became of a scan. */
    record Measure(double workPerByte, double times, boolean complete, List<String> limits) {
        /** Tells whether the scan was as fast as it must be, or said that it was cut short. */
        boolean holds() {
            return times <= TIMES || !complete;
        }

        @Override
        public String toString() {
            return String.format("%.1f units a byte, %.1f times clean data, %s", workPerByte, times, limits);
        }
    }

    /** Scans and compares the work with that of clean data with the same header, which the rules' gates see. */
    Measure measure(byte[] data) {
        double work = work(data);
        List<String> limits =
                evaluator.limits().stream().map(limit -> limit.text()).limit(3).toList();
        double times = (work - ALLOWANCE / data.length) / clean(data);
        return new Measure(work, times, limits.isEmpty(), limits);
    }

    private double clean(byte[] data) {
        int header = (data[0] & 0xff) << 8 | data[1] & 0xff;
        return clean.computeIfAbsent(header, key -> {
            byte[] common = new SlowInputs(program.patterns(), data.length).cleanData();
            common[0] = data[0];
            common[1] = data[1];
            return Math.max(LEAST_CLEAN, work(common));
        });
    }

    private double work(byte[] data) {
        evaluator.scan(data, 0, data.length, false, Duration.ZERO);
        evaluator.release();
        return evaluator.spent() / (double) data.length;
    }
}
